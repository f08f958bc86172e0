using Pipelines.Activities.Builds.Kubernetes.Plans;
using Pipelines.Deployments;

namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>Turns the end of a step into a reason. Exit codes are those of the Buildpacks Platform API. Pure.</summary>
internal static class StepFailures
{
    private const int Killed = 137;
    private const int PlatformApi = 11;
    private const int BuildpackApi = 12;

    /// <summary>The reason.</summary>
    /// <param name="step">The step.</param>
    /// <param name="exitCode">Its exit code, not 0.</param>
    /// <param name="reason">The kubelet's word for it.</param>
    /// <param name="message">What it left as its last message.</param>
    /// <param name="limits">What a build may use.</param>
    /// <param name="options">The settings.</param>
    /// <param name="output">What it wrote.</param>
    public static BuildException Of(string step, int exitCode, string? reason, string? message, BuildOptions limits, KubernetesBuildOptions options, BuildOutput output)
    {
        // A sandbox that the kernel kills for memory tells nothing but that it was killed, and nobody else kills a step:
        // deadlines, deletions and evictions are told otherwise.
        if (reason == "OOMKilled" || exitCode == Killed || (step == BuildpackPlan.Build && output.ExitStatus == Killed))
        {
            return new(ReasonCodes.BuildJobOutOfMemory, $"Step '{step}' of the build needed more than the {limits.MemoryBytes >> 20} MiB of memory that a build may use ({BuildOptions.Section}:{nameof(BuildOptions.MemoryBytes)}).", exitCode);
        }

        if (reason is "StartError" or "ContainerCannotRun")
        {
            return new(ReasonCodes.BuildJobFailed, $"Step '{step}' of the build could not start: {message}", exitCode);
        }

        var words = output.Error is { } error ? $" It said: {error}" : string.Empty;
        return (step, exitCode) switch
        {
            (SourceStep.Name, _) => new(ReasonCodes.BuildJobFailed, $"The source could not be brought into the build (exit code {exitCode}).{words}", exitCode),
            (_, PlatformApi) => new(ReasonCodes.BuildJobFailed, $"The builder does not speak the Platform API {options.Buildpacks.PlatformApi} ({KubernetesBuildOptions.Section}:Buildpacks:PlatformApi).{words}", exitCode),
            (_, BuildpackApi) => new(ReasonCodes.BuildJobFailed, $"The builder has buildpacks of an API that its lifecycle does not speak.{words}", exitCode),
            (BuildpackPlan.Detect, 20 or 21) => new(ReasonCodes.BuildJobFailed, $"No buildpack of {options.Buildpacks.Builder} builds this source{(exitCode == 21 ? ", and one failed at looking" : string.Empty)}. Add a Dockerfile, or what the buildpacks look for.", exitCode),
            (BuildpackPlan.Build, 51) => Command("A buildpack", output.ExitStatus ?? exitCode),
            (BuildpackPlan.BuildCommand, _) => Command("The build command", exitCode),
            (DockerfilePlan.Build, _) when output.ExitStatus is { } status => Command("A command of the Dockerfile", status),
            _ => new(ReasonCodes.BuildJobFailed, $"Step '{step}' of the build ended with exit code {exitCode}.{words}", exitCode),
        };
    }

    private static BuildException Command(string what, int exitCode) =>
        new(ReasonCodes.BuildJobExitNonZero, $"{what} ended with exit code {exitCode}. The lines above in the build log say why.", exitCode);
}
