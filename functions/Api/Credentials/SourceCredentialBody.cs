namespace Pipelines.Functions.Api.Credentials;

/// <summary>The body of a request for a source credential.</summary>
/// <param name="Url">The beginning of the addresses it is for, up to a host or a slash: <c>https://example.org/team/</c>.</param>
/// <param name="UserName">The user name; null for <c>git</c>, as many servers take any for a token.</param>
/// <param name="Password">The password or token; it is never shown again.</param>
/// <param name="Team">The team's id or name; null for that of the token the request is made with.</param>
public sealed record SourceCredentialBody(string? Url = null, string? UserName = null, string? Password = null, string? Team = null)
{
    /// <summary>Hides the password.</summary>
    public override string ToString() => $"credential for {Url}";
}
