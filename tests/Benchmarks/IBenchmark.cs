namespace Pipelines.Benchmarks;

/// <summary>Something that is measured.</summary>
internal interface IBenchmark
{
    /// <summary>Gets the name it is chosen by.</summary>
    string Name { get; }

    /// <summary>Gets what it measures, in a line.</summary>
    string Description { get; }

    /// <summary>Measures, and writes tables.</summary>
    Task RunAsync(BenchmarkSettings settings, TextWriter output, CancellationToken cancellation);
}
