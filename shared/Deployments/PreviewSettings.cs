namespace Pipelines.Deployments;

/// <summary>Whether and how an app's pull requests are shown as apps of their own.</summary>
public sealed record PreviewSettings
{
    /// <summary>The longest lifetime, in hours.</summary>
    public const int MaximumLifetimeHours = 24 * 90;

    /// <summary>The most previews of one app.</summary>
    public const int MaximumOfAll = 50;

    /// <summary>Gets a value indicating whether there are previews. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Gets a value indicating whether pull requests from other repositories have previews, too: strangers' code, built and run here. Default false.</summary>
    public bool AllowForks { get; init; }

    /// <summary>Gets how many there may be at once, 1 to 50. Default 5.</summary>
    public int Maximum { get; init; } = 5;

    /// <summary>Gets how long one lives without a push, in hours, 1 to 2160. Default a week.</summary>
    public int LifetimeHours { get; init; } = 24 * 7;
}
