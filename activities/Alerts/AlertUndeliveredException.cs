namespace Pipelines.Activities.Alerts;

/// <summary>A message could not be delivered now; later it may be.</summary>
/// <param name="message">Why, without secrets: no address is in it.</param>
public sealed class AlertUndeliveredException(string message) : Exception(message);
