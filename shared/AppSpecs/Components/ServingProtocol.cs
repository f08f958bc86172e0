namespace Pipelines.AppSpecs;

/// <summary>The protocol a service speaks on its port.</summary>
public enum ServingProtocol
{
    /// <summary>HTTP/1.1, the default.</summary>
    Http,

    /// <summary>HTTP/2 with prior knowledge (h2c).</summary>
    Http2,
}
