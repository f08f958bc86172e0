namespace Pipelines.Activities.Alerts;

/// <summary>The mail server that takes messages about alerts: the configuration section <c>Pipelines:Alerts:Smtp</c>. Its text form hides the password.</summary>
public sealed class SmtpOptions
{
    /// <summary>Gets or sets its host; empty for no e-mail.</summary>
    public string Host { get; set; } = "";

    /// <summary>Gets or sets its port; 587 by default.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Gets or sets who the platform is there; null for nobody in particular.</summary>
    public string? Username { get; set; }

    /// <summary>Gets or sets the password; a secret.</summary>
    public string? Password { get; set; }

    /// <summary>Gets or sets the address that messages come from.</summary>
    public string From { get; set; } = "pipelines@localhost";

    /// <summary>Gets or sets a value indicating whether the connection is encrypted (STARTTLS); true by default.</summary>
    public bool Tls { get; set; } = true;

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";
}
