namespace Pipelines.Functions.Api.Bandwidth;

/// <summary>What an app has sent on a day, as the Apps API shows it.</summary>
/// <param name="AppId">The app.</param>
/// <param name="BandwidthBytes">The bytes, as a text.</param>
public sealed record BandwidthUsageWire(string AppId, string BandwidthBytes);
