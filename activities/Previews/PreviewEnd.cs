namespace Pipelines.Activities.Previews;

/// <summary>A preview that is gone.</summary>
/// <param name="PreviewKey">The key of its document.</param>
/// <param name="AppId">The app that it was.</param>
public sealed record PreviewEnd(string PreviewKey, string AppId);
