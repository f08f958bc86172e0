namespace Pipelines.Benchmarks.Webhooks;

/// <summary>One delivery of a storm.</summary>
/// <param name="Push">Which push it tells of.</param>
/// <param name="Id">The provider's id of it.</param>
/// <param name="IsForged">Whether its signature is wrong.</param>
internal sealed record StormDelivery(int Push, string Id, bool IsForged);
