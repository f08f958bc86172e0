using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Pipelines.Cli.Commands;

/// <summary><c>pipelines tokens</c>: makes, lists and revokes tokens.</summary>
internal static class TokensCommand
{
    private const int LongestDays = 3650;
    private static readonly Argument<string> s_name = new("name") { Description = "What to call the token" };
    private static readonly Argument<string> s_token = new("token") { Description = "The token's id, or its first characters as the list shows them" };
    private static readonly Option<string> s_scope = new("--scope") { Description = "read, write (to look and to change) or admin (tokens and the audit trail, too)", DefaultValueFactory = _ => "write" };
    private static readonly Option<TimeSpan?> s_expires = new("--expires") { Description = "How long it can be used, as 30d, 12h or 90m; for ever otherwise", CustomParser = ParseLifetime };
    private static readonly Option<string?> s_team = new("--team") { Description = "The team's name or id; that of your own token otherwise" };

    public static Command Create()
    {
        s_scope.AcceptOnlyFromAmong("read", "write", "admin");
        return new Command("tokens", "See to the tokens of the API")
        {
            new Command("create", "Make a token and print it; it is not shown again") { s_name, s_scope, s_expires, s_team, PlatformOptions.Api, PlatformOptions.Data }.Runs(CreateAsync),
            new Command("list", "List the tokens by their first characters") { s_team, PlatformOptions.Api, PlatformOptions.Data }.Runs(ListAsync),
            new Command("revoke", "Revoke a token, at once and for good") { s_token, PlatformOptions.Api, PlatformOptions.Data }.Runs(RevokeAsync),
        };
    }

    // The secret alone goes to standard output, so that a script can take it.
    private static async Task<int> CreateAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        var (token, secret) = await api.CreateTokenAsync(
            arguments.GetValue(s_name)!, arguments.GetValue(s_scope)!, arguments.GetValue(s_expires), arguments.GetValue(s_team), cancellation);
        await Console.Error.WriteLineAsync($"a token of team {token.Team} with scope {token.Scope}{Until(token.ExpiresAt)}; it is shown only now:");
        Console.WriteLine(secret);
        return 0;
    }

    private static async Task<int> ListAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        foreach (var token in await api.ListTokensAsync(arguments.GetValue(s_team), cancellation))
        {
            Console.WriteLine($"{token.Prefix}  {token.State,-8} {token.Scope,-6} {token.Team,-16} {token.Name}{Until(token.ExpiresAt)}  {token.Id}");
        }

        return 0;
    }

    private static async Task<int> RevokeAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        var token = arguments.GetValue(s_token)!;
        await api.RevokeTokenAsync(token, cancellation);
        Console.WriteLine($"token {token} is revoked");
        return 0;
    }

    private static string Until(DateTimeOffset? end) => end is { } at ? $", until {at:yyyy-MM-dd HH:mm} UTC" : "";

    private static TimeSpan? ParseLifetime(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            var days = text[^1] switch { 'd' => number, 'h' => number / 24.0, 'm' => number / 1440.0, _ => double.MaxValue };
            if (days <= LongestDays)
            {
                return TimeSpan.FromSeconds(Math.Round(days * 86400));
            }
        }

        result.AddError($"\"{text}\" is no lifetime; give one such as 30d, 12h or 90m, at most {LongestDays}d");
        return null;
    }
}
