using Microsoft.DurableTask;
using Pipelines.Activities.Source;
using Pipelines.Deployments;

namespace Pipelines.Orchestrations.Builds;

/// <summary>Says why a step that fetches source failed for good.</summary>
internal static class SourceFailures
{
    /// <summary>A source that cannot be reached is the user's to know in its own words; anything else is the platform's trouble.</summary>
    /// <param name="exception">What the last try ended with.</param>
    /// <param name="step">What failed, for a sentence.</param>
    public static Failure Of(TaskFailedException exception, string step) => exception.FailureDetails.IsCausedBy<SourceException>()
        ? Failure.Of(ReasonCodes.BuildJobFailed, exception.FailureDetails.ErrorMessage)
        : Failure.Of(ReasonCodes.InternalError, $"{step} could not be run: {exception.FailureDetails.ErrorMessage}");
}
