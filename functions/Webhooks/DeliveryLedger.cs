using System.Text.Json;
using Pipelines.Storage.State;

namespace Pipelines.Functions.Webhooks;

/// <summary>
/// Remembers the payloads that were accepted, for good. A provider's id of a delivery is not covered by its signature: one
/// who gets hold of a delivery could send it again under another id.
/// </summary>
/// <param name="state">The state store.</param>
public sealed class DeliveryLedger(IStateStore state)
{
    private const string Collection = "deliveries";

    /// <summary>Claims a payload for a delivery.</summary>
    /// <returns>The delivery that has it: the one given, or another before it.</returns>
    public async Task<string> ClaimAsync(string provider, string digest, string deliveryId, CancellationToken cancellation)
    {
        var key = $"{provider}/{digest}";
        if (await state.PutAsync(Collection, key, JsonSerializer.Serialize(new Claim(deliveryId)), StateCondition.IfAbsent, cancellation) is not null)
        {
            return deliveryId;
        }

        var document = await state.GetAsync(Collection, key, cancellation);
        return document is null ? deliveryId : JsonSerializer.Deserialize<Claim>(document.Json)!.DeliveryId;
    }

    private sealed record Claim(string DeliveryId);
}
