namespace Pipelines.Activities.Metrics;

/// <summary>One series of a range.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Values">Its finite values by unix seconds.</param>
internal sealed record PrometheusSeries(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<long, double> Values);
