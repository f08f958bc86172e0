namespace Pipelines.Functions.Api.Buildpacks;

/// <summary>A buildpack as the Apps API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="MajorVersion">The first number of it.</param>
/// <param name="Latest">Whether there is no newer one.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Description">What it does.</param>
/// <param name="DocsLink">Where it is described.</param>
public sealed record BuildpackWire(string Id, string Version, int MajorVersion, bool Latest, string Name, IReadOnlyList<string> Description, string? DocsLink);
