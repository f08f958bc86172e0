using Pipelines.Oci;

namespace Pipelines.Activities.Builds.Runtimes;

/// <summary>What an application of one language runs on.</summary>
internal sealed record RuntimeImage
{
    /// <summary>Gets the language and its version, for people: "node-js 20.20.2".</summary>
    public required string Name { get; init; }

    /// <summary>Gets the layers, the lowest first.</summary>
    public required IReadOnlyList<ImageLayer> Layers { get; init; }

    /// <summary>Gets the directories of the language's programs.</summary>
    public IReadOnlyList<string> SearchPath { get; init; } = [];

    /// <summary>Gets the environment that the language needs in the image.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
