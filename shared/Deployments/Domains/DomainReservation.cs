namespace Pipelines.Deployments.Domains;

/// <summary>A host name that an app holds.</summary>
/// <param name="AppId">The app.</param>
/// <param name="OwnerId">Its team.</param>
/// <param name="Wildcard">Whether it holds every name below it too, against other teams.</param>
/// <param name="At">Since when.</param>
public sealed record DomainReservation(string AppId, string OwnerId, bool Wildcard, DateTimeOffset At);
