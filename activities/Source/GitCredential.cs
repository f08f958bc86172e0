namespace Pipelines.Activities.Source;

/// <summary>A credential for repositories over https.</summary>
public sealed class GitCredential
{
    /// <summary>Gets or sets the beginning of the addresses it is for, up to a host or a slash: <c>https://example.org/team/</c>.</summary>
    public string Url { get; set; } = string.Empty;

    /// <summary>Gets or sets the user name; many servers take any for a token.</summary>
    public string UserName { get; set; } = "git";

    /// <summary>Gets or sets the password or token.</summary>
    public string Password { get; set; } = string.Empty;
}
