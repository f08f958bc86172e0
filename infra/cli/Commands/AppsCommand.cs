using System.CommandLine;

namespace Pipelines.Cli.Commands;

/// <summary><c>pipelines apps</c>: lists the apps.</summary>
internal static class AppsCommand
{
    public static Command Create() => new Command("apps", "List the apps and where they answer") { PlatformOptions.Api, PlatformOptions.Data }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        var apps = (await api.ListAppsAsync(cancellation)).Apps;
        if (apps.Count == 0)
        {
            Console.WriteLine("no apps yet; deploy one with: ./infra/pipelines deploy <repository or spec>");
        }

        foreach (var app in apps)
        {
            var deployment = app.InProgressDeployment ?? app.PendingDeployment ?? app.ActiveDeployment;
            Console.WriteLine($"{app.Name,-32} {deployment?.Phase.ToLowerInvariant() ?? "not deployed",-14} {app.LiveUrl}");
        }

        return 0;
    }
}
