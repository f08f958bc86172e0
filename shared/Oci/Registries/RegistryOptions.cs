namespace Pipelines.Oci;

/// <summary>Which registry, and how to speak to it.</summary>
public sealed record RegistryOptions
{
    /// <summary>The registry, <c>host</c> or <c>host:port</c>.</summary>
    public required string Registry { get; init; }

    /// <summary>HTTP or HTTPS.</summary>
    public RegistryScheme Scheme { get; init; }

    /// <summary>Who to be; anonymous when null.</summary>
    public RegistryCredentials? Credentials { get; init; }

    /// <summary>Blobs up to this size are sent in one request, larger ones in chunks of it, which can be resumed; bytes, 16 MiB by default.</summary>
    public int ChunkSize { get; init; } = 16 << 20;

    /// <summary>How often a request is tried when the registry is busy, faulty or unreachable; 5 by default.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>How long to wait before the second try; doubled before each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between tries, whatever the registry asks for.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a registry may take to begin its answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long one chunk may take to send and be answered.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(15);
}
