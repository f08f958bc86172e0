namespace Octokit;

/// <summary>How a client says who it is.</summary>
public enum AuthenticationType
{
    /// <summary>Not at all.</summary>
    Anonymous,

    /// <summary>By user name and password.</summary>
    Basic,

    /// <summary>By an access token.</summary>
    Oauth,

    /// <summary>By a JSON web token.</summary>
    Bearer,
}
