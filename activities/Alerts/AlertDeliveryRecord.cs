using Pipelines.Deployments.Alerts;

namespace Pipelines.Activities.Alerts;

/// <summary>What became of a message.</summary>
/// <param name="Message">The message.</param>
/// <param name="Delivery">What became of it.</param>
public sealed record AlertDeliveryRecord(AlertMessage Message, AlertDelivery Delivery);
