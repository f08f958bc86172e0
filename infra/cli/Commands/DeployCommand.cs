using System.CommandLine;
using Pipelines.Cli.Progress;
using Pipelines.Cli.Specs;

namespace Pipelines.Cli.Commands;

/// <summary><c>pipelines deploy</c>: deploys a repository or a spec, as a new app or onto the one of that name.</summary>
internal static class DeployCommand
{
    private static readonly Argument<string> s_source = new("source")
    {
        Description = "A git repository (address or local directory), or a spec file (.yaml, .yml, .json)",
        DefaultValueFactory = _ => ".",
    };

    private static readonly Option<string?> s_name = new("--name") { Description = "The app's name; made from the repository's name otherwise" };
    private static readonly Option<string?> s_branch = new("--branch") { Description = "The branch; the repository's default branch otherwise" };

    public static Command Create() =>
        new Command("deploy", "Deploy a git repository or an App Spec, and wait until it answers") { s_source, s_name, s_branch, PlatformOptions.Api, PlatformOptions.Data }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        var spec = await SpecSource.ReadAsync(api, arguments.GetValue(s_source)!, arguments.GetValue(s_name), arguments.GetValue(s_branch), cancellation);
        return await new Deployer(api, new DeploymentFollower(api, Displays.Choose())).DeployAsync(spec, cancellation) ? 0 : 1;
    }
}
