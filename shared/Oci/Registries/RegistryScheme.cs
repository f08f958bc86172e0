namespace Pipelines.Oci;

/// <summary>How a registry is spoken to.</summary>
public enum RegistryScheme
{
    /// <summary>Plain HTTP to this machine's own loopback addresses, HTTPS to everything else.</summary>
    Auto,

    /// <summary>HTTPS always.</summary>
    Https,

    /// <summary>Plain HTTP: content is still verified by digest, but credentials travel in the clear.</summary>
    Http,
}
