namespace Pipelines.Functions.Api.Consoles;

/// <summary>The bounds of consoles: configuration section <c>Pipelines:Consoles</c>.</summary>
public sealed class ConsoleOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pipelines:Consoles";

    /// <summary>Gets or sets how many may be open at once, 1 or more. Each control plane counts for itself.</summary>
    public int Maximum { get; set; } = 50;

    /// <summary>Gets or sets how many may be open of one app at once, 1 or more.</summary>
    public int MaximumPerApp { get; set; } = 10;

    /// <summary>Gets or sets how long nothing may be typed or shown before one is closed.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets or sets how long one may be open.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(8);
}
