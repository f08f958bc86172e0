namespace Octokit;

/// <summary>Who a client is.</summary>
public class Credentials
{
    /// <summary>Nobody.</summary>
#pragma warning disable CA2211, MA0069, SA1401 // As the official one is.
    public static readonly Credentials Anonymous = new();
#pragma warning restore CA2211, MA0069, SA1401

    /// <summary>Initializes a new instance of the <see cref="Credentials"/> class of a user.</summary>
    /// <param name="login">The user name.</param>
    /// <param name="password">The password.</param>
    public Credentials(string login, string password)
        : this(login, password, AuthenticationType.Basic)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="Credentials"/> class of a user.</summary>
    /// <param name="login">The user name.</param>
    /// <param name="password">The password.</param>
    /// <param name="authenticationType">How they are sent.</param>
    public Credentials(string login, string password, AuthenticationType authenticationType)
    {
        ArgumentException.ThrowIfNullOrEmpty(login);
        ArgumentException.ThrowIfNullOrEmpty(password);
        (Login, Password, AuthenticationType) = (login, password, authenticationType);
    }

    /// <summary>Initializes a new instance of the <see cref="Credentials"/> class of an access token.</summary>
    /// <param name="token">The token.</param>
    public Credentials(string token)
        : this(token, AuthenticationType.Oauth)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="Credentials"/> class of a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="authenticationType">How it is sent.</param>
    public Credentials(string token, AuthenticationType authenticationType)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        (Password, AuthenticationType) = (token, authenticationType);
    }

    private Credentials()
    {
    }

    /// <summary>Gets the user name; null for a token.</summary>
    public string? Login { get; }

    /// <summary>Gets the password or token; null for nobody.</summary>
    public string? Password { get; }

    /// <summary>Gets how they are sent.</summary>
    public AuthenticationType AuthenticationType { get; }
}
