using System.CommandLine;

namespace Pipelines.Cli.Commands;

/// <summary><c>pipelines credentials</c>: a team's user names and passwords for its git repositories.</summary>
internal static class CredentialsCommand
{
    private static readonly Argument<string> s_url = new("url") { Description = "The beginning of the addresses it is for, as https://example.org/team/" };
    private static readonly Argument<string> s_id = new("id") { Description = "The credential's id, as the list shows it" };
    private static readonly Option<string> s_user = new("--user") { Description = "The user name; many servers take any for a token", DefaultValueFactory = _ => "git" };
    private static readonly Option<string?> s_team = new("--team") { Description = "The team's name or id; that of your own token otherwise" };

    public static Command Create() => new("credentials", "See to the credentials with which a team's repositories are cloned")
    {
        new Command("set", "Keep a credential; its password or token is read from standard input") { s_url, s_user, s_team, PlatformOptions.Api, PlatformOptions.Data }.Runs(SetAsync),
        new Command("list", "List the credentials, without their passwords") { s_team, PlatformOptions.Api, PlatformOptions.Data }.Runs(ListAsync),
        new Command("delete", "Forget a credential") { s_id, s_team, PlatformOptions.Api, PlatformOptions.Data }.Runs(DeleteAsync),
    };

    // Not as an argument: all who are on the machine see those.
    private static async Task<int> SetAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        if (!Console.IsInputRedirected)
        {
            await Console.Error.WriteLineAsync("password or token, then Enter:");
        }

        var password = await Console.In.ReadLineAsync(cancellation) ?? throw new CliException("no password came from standard input");
        var credential = await api.PutCredentialAsync(arguments.GetValue(s_url)!, arguments.GetValue(s_user)!, password, arguments.GetValue(s_team), cancellation);
        Console.WriteLine($"kept for {credential.Url}, with the id {credential.Id}");
        return 0;
    }

    private static async Task<int> ListAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        foreach (var credential in await api.ListCredentialsAsync(arguments.GetValue(s_team), cancellation))
        {
            Console.WriteLine($"{credential.Id}  {credential.UserName,-16} {credential.Url}");
        }

        return 0;
    }

    private static async Task<int> DeleteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        await api.DeleteCredentialAsync(arguments.GetValue(s_id)!, arguments.GetValue(s_team), cancellation);
        Console.WriteLine("the credential is forgotten");
        return 0;
    }
}
