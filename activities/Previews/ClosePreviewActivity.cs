using Microsoft.DurableTask;
using Pipelines.Deployments;

namespace Pipelines.Activities.Previews;

/// <summary>Remembers that a preview is gone. Idempotent; a newer preview of the same pull request stays.</summary>
/// <param name="previews">The previews.</param>
[DurableTask]
public sealed class ClosePreviewActivity(PreviewStore previews) : TaskActivity<PreviewEnd, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, PreviewEnd input)
    {
        _ = await previews.ChangeAsync(input.PreviewKey, known => known is { IsOpen: true } && known.AppId == input.AppId ? known with { IsOpen = false } : null);
        return true;
    }
}
