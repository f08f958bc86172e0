using Microsoft.DurableTask;
using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded;

/// <summary>What an activity run by the embedded engine sees of it.</summary>
internal sealed class EmbeddedActivityContext(ActivityRecord activity) : TaskActivityContext
{
    public override TaskName Name => activity.Name;

    public override string InstanceId => activity.InstanceId;

    public override string Version => activity.Version;
}
