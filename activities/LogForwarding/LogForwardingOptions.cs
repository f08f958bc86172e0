namespace Pipelines.Activities.LogForwarding;

/// <summary>How logs are forwarded: configuration section <c>Pipelines:LogDestinations</c>.</summary>
public sealed class LogForwardingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pipelines:LogDestinations";

    /// <summary>
    /// Gets or sets a value indicating whether destinations may have private, loopback, link-local or other addresses that are
    /// not of the public Internet, and be asked by plain HTTP.
    /// </summary>
    public bool AllowPrivateNetworks { get; set; } = true;

    /// <summary>Gets or sets where Logtail takes logs.</summary>
    public Uri LogtailUrl { get; set; } = new("https://in.logs.betterstack.com/");

    /// <summary>Gets or sets a file of certificates (PEM) of authorities that are trusted beside the system's; null for none.</summary>
    public string? AuthoritiesFile { get; set; }

    /// <summary>Gets or sets how many bytes of lines wait for one destination of a component, 64 KiB or more; beyond, the oldest are dropped.</summary>
    public int BufferBytes { get; set; } = 4 << 20;

    /// <summary>Gets or sets how many bytes of lines are sent at once, 32 KiB or more.</summary>
    public int BatchBytes { get; set; } = 1 << 20;

    /// <summary>Gets or sets how many lines are sent at once, 1 or more.</summary>
    public int BatchLines { get; set; } = 1000;

    /// <summary>Gets or sets how long a line waits for others to be sent with.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets how long one sending may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the first pause after a sending that failed; each further one is twice as long.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the longest pause.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how often it is looked which apps forward what.</summary>
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(5);
}
