using Pipelines.Storage.Logs;

namespace Pipelines.Functions.Api.Logs;

/// <summary>One stream that goes into a shown log.</summary>
/// <param name="Component">Whose it is.</param>
/// <param name="Read">Reads it until it ends or the token is cancelled.</param>
internal sealed record LogSource(string Component, Func<CancellationToken, IAsyncEnumerable<LogLine>> Read);
