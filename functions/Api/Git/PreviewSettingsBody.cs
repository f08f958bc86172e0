namespace Pipelines.Functions.Api.Git;

/// <summary>Whether and how pull requests are shown as apps of their own; what is left out stays as it is.</summary>
/// <param name="Enabled">Whether there are previews.</param>
/// <param name="AllowForks">Whether pull requests from other repositories have them, too.</param>
/// <param name="Maximum">How many there may be at once, 1 to 50.</param>
/// <param name="LifetimeHours">How long one lives without a push, 1 to 2160.</param>
public sealed record PreviewSettingsBody(bool? Enabled = null, bool? AllowForks = null, int? Maximum = null, int? LifetimeHours = null);
