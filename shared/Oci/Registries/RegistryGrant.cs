namespace Pipelines.Oci;

/// <summary>Leave to use repositories of a registry, to be handed to another program. Its text never shows the secret.</summary>
/// <param name="Authorization">The value of the Authorization header; null where the registry asks for none.</param>
/// <param name="Expires">When it ends, UTC; null where it does not.</param>
/// <param name="IsScoped">Whether it is good for the named repositories alone; otherwise it is the platform's own and good for all that the platform may do.</param>
public sealed record RegistryGrant(string? Authorization, DateTimeOffset? Expires, bool IsScoped)
{
    /// <inheritdoc/>
    public override string ToString() => $"RegistryGrant {{ Expires = {Expires}, IsScoped = {IsScoped} }}";
}
