namespace Pipelines.Oci;

/// <summary>A name and a secret for one registry. Its text never shows the secret.</summary>
/// <param name="Username">The user name.</param>
/// <param name="Password">The password or access token.</param>
public sealed record RegistryCredentials(string Username, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => $"RegistryCredentials {{ Username = {Username} }}";
}
