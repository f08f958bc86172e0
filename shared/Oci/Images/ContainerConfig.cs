using System.Text.Json.Serialization;

namespace Pipelines.Oci;

/// <summary>How a container of an image runs unless its creator says otherwise (OCI image spec, "config").</summary>
public sealed record ContainerConfig
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>(0);

    /// <summary>The user: <c>user</c>, <c>uid</c>, <c>user:group</c> or <c>uid:gid</c>; null means root.</summary>
    [JsonPropertyName("User")]
    public string? User { get; init; }

    /// <summary>The ports the image listens on, as <c>8080/tcp</c>.</summary>
    [JsonPropertyName("ExposedPorts")]
    [JsonConverter(typeof(KeySetJsonConverter))]
    public IReadOnlyCollection<string> ExposedPorts { get; init => field = value ?? []; } = [];

    /// <summary>The environment, each entry <c>NAME=value</c>.</summary>
    [JsonPropertyName("Env")]
    public IReadOnlyList<string> Env { get; init => field = value ?? []; } = [];

    /// <summary>The program and its first arguments; a run command's own arguments follow.</summary>
    [JsonPropertyName("Entrypoint")]
    public IReadOnlyList<string> Entrypoint { get; init => field = value ?? []; } = [];

    /// <summary>The arguments after the entrypoint, or the whole command when there is none.</summary>
    [JsonPropertyName("Cmd")]
    public IReadOnlyList<string> Cmd { get; init => field = value ?? []; } = [];

    /// <summary>The directories the image declares as volumes.</summary>
    [JsonPropertyName("Volumes")]
    [JsonConverter(typeof(KeySetJsonConverter))]
    public IReadOnlyCollection<string> Volumes { get; init => field = value ?? []; } = [];

    /// <summary>The directory a command starts in; null means <c>/</c>.</summary>
    [JsonPropertyName("WorkingDir")]
    public string? WorkingDir { get; init; }

    /// <summary>Free text about the image, for example <c>org.opencontainers.image.revision</c>.</summary>
    [JsonPropertyName("Labels")]
    [JsonConverter(typeof(SortedMapJsonConverter))]
    public IReadOnlyDictionary<string, string> Labels { get; init => field = value ?? NoLabels; } = NoLabels;

    /// <summary>The signal that asks the container to stop, as <c>SIGTERM</c> or a number; null means SIGTERM.</summary>
    [JsonPropertyName("StopSignal")]
    public string? StopSignal { get; init; }
}
