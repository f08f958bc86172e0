namespace Pipelines.Oci;

/// <summary>What becomes of a layer's whiteouts, its signs that something of a lower layer is gone.</summary>
public enum WhiteoutFormat
{
    /// <summary>They are applied: what they name is removed from the directory.</summary>
    Apply,

    /// <summary>They become overlayfs': character devices 0:0 and the attribute <c>trusted.overlay.opaque</c>. Needs root.</summary>
    Overlay,
}
