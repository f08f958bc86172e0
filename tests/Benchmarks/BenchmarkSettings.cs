namespace Pipelines.Benchmarks;

/// <summary>How to measure.</summary>
/// <param name="Runs">How often each is run.</param>
/// <param name="Runtime">What runs instances.</param>
/// <param name="Directory">Where data is written.</param>
internal sealed record BenchmarkSettings(int Runs, string Runtime, string Directory);
