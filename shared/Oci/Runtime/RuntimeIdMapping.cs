using System.Text.Json.Serialization;

namespace Pipelines.Oci.Runtime;

/// <summary>A range of user or group ids of a user namespace.</summary>
/// <param name="ContainerId">The first id within.</param>
/// <param name="HostId">The first id on the host.</param>
/// <param name="Size">How many.</param>
public sealed record RuntimeIdMapping(
    [property: JsonPropertyName("containerID")] int ContainerId,
    [property: JsonPropertyName("hostID")] int HostId,
    int Size);
