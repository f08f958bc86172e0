namespace Pipelines.Functions.Api.Logs;

/// <summary>Where a log is to be read, for ten minutes, without a token.</summary>
/// <param name="LiveUrl">By websocket (the scheme is that of HTTP, as clients expect); empty for a log that has ended.</param>
/// <param name="HistoricUrls">As text.</param>
public sealed record LogAddresses(string LiveUrl, IReadOnlyList<string> HistoricUrls);
