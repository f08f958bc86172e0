using System.Globalization;
using Pipelines.Benchmarks.Deployments;
using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Logs;

/// <summary>What the control plane and the node take over time.</summary>
internal sealed class SoakMemory(PlatformProcess platform)
{
    private const double BytesPerMiB = 1024 * 1024;
    private const string Heap = "dotnet_gc_last_collection_heap_size";
    private const string CutReaders = "pipelines_logs_readers_cut_total";
    private readonly int? _node = platform.NodeProcessId;
    private readonly List<(double ControlPlane, double Heap, double Node)> _samples = [];

    /// <summary>Gets how many readers the control plane has cut off.</summary>
    public double Cut { get; private set; }

    public async Task SampleAsync(CancellationToken cancellation)
    {
        var metrics = await platform.Api.GetStringAsync(new Uri("metrics", UriKind.Relative), cancellation);
        Cut = Sum(metrics, CutReaders);
        _samples.Add((
            ProcessMemory.Of(platform.ProcessId).ResidentMiB,
            Sum(metrics, Heap) / BytesPerMiB,
            _node is { } node ? ProcessMemory.Of(node).ResidentMiB : 0));
    }

    /// <summary>Writes the medians of each quarter, and how the last compares with the first.</summary>
    public void Write(TextWriter output)
    {
        var table = new Table("memory, MiB, medians", "1st quarter", "2nd", "3rd", "last", "last / first", "most");
        Add("control plane, resident", sample => sample.ControlPlane);
        Add("control plane, GC heap after its last collection", sample => sample.Heap);
        Add("node, resident", sample => sample.Node);
        table.Write(output);

        void Add(string what, Func<(double ControlPlane, double Heap, double Node), double> value)
        {
            var quarters = _samples.Select(value).Chunk((_samples.Count + 3) / 4).Select(Median).ToList();
            table.Add([what, .. quarters.Select(Text), $"{quarters[^1] / quarters[0]:0.00}", Text(_samples.Max(value))]);
        }
    }

    private static double Median(double[] values)
    {
        var samples = new Samples();
        foreach (var value in values)
        {
            samples.Add(value);
        }

        return samples.Median;
    }

    private static string Text(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static double Sum(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
