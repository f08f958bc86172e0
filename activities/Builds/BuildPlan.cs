using Pipelines.Activities.Detection;
using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Activities.Builds;

/// <summary>The commands of a build: those of the spec before those detected.</summary>
/// <param name="Install">Installs dependencies; null for none.</param>
/// <param name="Build">Builds; null for nothing to build.</param>
/// <param name="Run">Runs it; null for a static site.</param>
/// <param name="BuildsAsDetected">Whether the build command is the detected one, so that its output is where detection says.</param>
internal sealed record BuildPlan(string? Install, string? Build, string? Run, bool BuildsAsDetected)
{
    /// <summary>Makes the plan.</summary>
    /// <exception cref="BuildException">Something is missing that neither spec nor detection tells.</exception>
    public static BuildPlan Of(IBuildableComponent component, DetectedComponent detected)
    {
        var build = Stated(component.BuildCommand);
        var plan = new BuildPlan(detected.InstallCommand, build ?? detected.BuildCommand, Stated(component.RunCommand) ?? detected.RunCommand, build is null);
        var settled = component is StaticSiteSpec site ? site.OutputDir is { Length: > 0 } : plan.Run is not null;
        if (!settled && detected.Problem is { } problem)
        {
            throw new BuildException(ReasonCodes.BuildJobFailed, problem);
        }

        return component is StaticSiteSpec || plan.Run is not null
            ? plan
            : throw new BuildException(ReasonCodes.BuildJobFailed, $"Component '{component.Name}' has no run_command, and none was detected. Set run_command, or add a Procfile.");
    }

    private static string? Stated(string? command) => string.IsNullOrWhiteSpace(command) ? null : command;
}
