using System.CommandLine;

namespace Pipelines.Cli.Commands;

/// <summary><c>pipelines audit</c>: shows who did what.</summary>
internal static class AuditCommand
{
    private const int Most = 200;
    private static readonly Option<int> s_last = new("--last") { Description = $"How many, at most {Most}", DefaultValueFactory = _ => 50 };
    private static readonly Option<string?> s_team = new("--team") { Description = "The team's name or id; that of your own token otherwise" };

    public static Command Create() => new Command("audit", "Show what was done, or tried, with a team's tokens, newest first") { s_last, s_team, PlatformOptions.Api, PlatformOptions.Data }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        foreach (var entry in await api.ListAuditAsync(arguments.GetValue(s_team), Math.Clamp(arguments.GetValue(s_last), 1, Most), cancellation))
        {
            Console.WriteLine($"{entry.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}  {entry.Status?.ToString() ?? "?",-3}  {entry.TokenPrefix} ({entry.TokenName})  {entry.Operation}  {entry.Method} {entry.Path}  {entry.RequestId}");
        }

        return 0;
    }
}
