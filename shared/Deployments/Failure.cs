namespace Pipelines.Deployments;

/// <summary>Why a step of a deployment failed, as the user is told.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="ExitCode">The exit code of what ended; null when nothing did.</param>
/// <param name="LastLines">The last lines it wrote, at most 20.</param>
public sealed record Failure(StepReason Reason, int? ExitCode, IReadOnlyList<string> LastLines)
{
    /// <summary>Makes a failure without an exit code and output.</summary>
    /// <param name="code">One of <see cref="ReasonCodes"/>.</param>
    /// <param name="message">What happened and what to do.</param>
    public static Failure Of(string code, string message) => new(new StepReason(code, message), null, []);
}
