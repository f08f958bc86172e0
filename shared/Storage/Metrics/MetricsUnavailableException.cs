namespace Pipelines.Storage.Metrics;

/// <summary>What keeps measurements does not answer, or not as it should.</summary>
/// <param name="message">What is wrong, for people.</param>
/// <param name="inner">Why.</param>
public sealed class MetricsUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
