namespace Pipelines.Deployments;

/// <summary>A name that an app holds.</summary>
/// <param name="AppId">The app.</param>
/// <param name="At">Since when.</param>
public sealed record NameReservation(string AppId, DateTimeOffset At);
