namespace Pipelines.Functions.Api.Git;

/// <summary>The preview of a pull request.</summary>
/// <param name="Provider">The git provider.</param>
/// <param name="Number">The pull request.</param>
/// <param name="Branch">The branch that it shows.</param>
/// <param name="AppId">The app that it is.</param>
/// <param name="Name">That app's name.</param>
/// <param name="LiveUrl">The URL that answers; null before it does.</param>
public sealed record PreviewWire(string Provider, int Number, string Branch, string AppId, string Name, string? LiveUrl);
