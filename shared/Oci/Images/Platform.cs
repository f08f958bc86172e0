using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Pipelines.Oci;

/// <summary>What an image runs on, in the names of Go's GOOS and GOARCH (OCI image spec, "Platform").</summary>
public sealed record Platform
{
    /// <summary>linux/amd64.</summary>
    public static Platform LinuxAmd64 { get; } = new() { Architecture = "amd64", Os = "linux" };

    /// <summary>Linux on this machine's processor.</summary>
    public static Platform Current { get; } = new()
    {
        Architecture = RuntimeInformation.OSArchitecture switch
        {
            System.Runtime.InteropServices.Architecture.X64 => "amd64",
            System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
            var other => other.ToString().ToLowerInvariant(),
        },
        Os = "linux",
    };

    /// <summary>The processor, for example <c>amd64</c> or <c>arm64</c>.</summary>
    [JsonPropertyName("architecture")]
    public string Architecture { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The operating system, <c>linux</c> for everything that runs here.</summary>
    [JsonPropertyName("os")]
    public string Os { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The processor's variant, for example <c>v8</c>; null when it does not matter.</summary>
    [JsonPropertyName("variant")]
    public string? Variant { get; init; }

    /// <summary>Whether an image for this platform runs on <paramref name="other"/>: same system, same processor.</summary>
    public bool Matches(Platform other) =>
        string.Equals(Os, other.Os, StringComparison.Ordinal)
        && string.Equals(Architecture, other.Architecture, StringComparison.Ordinal);

    /// <summary>The usual short form, <c>linux/amd64</c>.</summary>
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}
