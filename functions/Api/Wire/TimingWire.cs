namespace Pipelines.Functions.Api.Wire;

/// <summary>How long the parts of a deployment took, in seconds with decimals, as strings.</summary>
/// <param name="Pending">From the request to the first step.</param>
/// <param name="BuildTotal">Building.</param>
/// <param name="Deploying">Starting the release and waiting for it.</param>
public sealed record TimingWire(string? Pending, string? BuildTotal, string? Deploying);
