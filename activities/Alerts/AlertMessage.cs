using Pipelines.Deployments.Alerts;

namespace Pipelines.Activities.Alerts;

/// <summary>A message about an alert to one destination, which it names by its key: secrets stay in the store.</summary>
/// <param name="AppId">The app.</param>
/// <param name="Destination">The destination's key.</param>
/// <param name="Change">What is new.</param>
public sealed record AlertMessage(string AppId, string Destination, AlertChange Change)
{
    /// <summary>Gets its id, the same however often it is sent; also that of its workflow instance.</summary>
    public string Id => AlertCatalog.IdOf($"{AppId}/{Change.AlertId}/{Change.Key}/{Destination}");
}
