namespace Pipelines.Activities.Alerts;

/// <summary>How alerts are looked after: the configuration section <c>Pipelines:Alerts</c>.</summary>
public sealed class AlertOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pipelines:Alerts";

    /// <summary>Gets or sets how often the alerts of all apps are looked at; 30 seconds by default.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the mail server; without a host there is no e-mail.</summary>
    public SmtpOptions Smtp { get; set; } = new();
}
