using Microsoft.DurableTask;
using Pipelines.Deployments;

namespace Pipelines.Activities.Previews;

/// <summary>Lists the apps that are previews of an app. Looks only.</summary>
/// <param name="previews">The previews.</param>
[DurableTask]
public sealed class ListPreviewsActivity(PreviewStore previews) : TaskActivity<string, IReadOnlyList<string>>
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> RunAsync(TaskActivityContext context, string input) =>
        [.. (await previews.ListOpenAsync(input)).Select(preview => preview.AppId)];
}
