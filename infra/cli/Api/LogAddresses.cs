namespace Pipelines.Cli.Api;

internal sealed record LogAddresses(string? LiveUrl, IReadOnlyList<string>? HistoricUrls);
