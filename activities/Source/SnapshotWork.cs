using System.Formats.Tar;

namespace Pipelines.Activities.Source;

/// <summary>A snapshot while it is being written.</summary>
internal sealed class SnapshotWork(TarWriter tar, Action<string> log)
{
    public TarWriter Tar { get; } = tar;

    public Action<string> Log { get; } = log;

    public long Bytes { get; set; }

    public int Files { get; set; }

    public int Submodules { get; set; }

    public List<string> MissingLargeFiles { get; } = [];

    public HashSet<string> LargeFilesFetched { get; } = new(StringComparer.Ordinal);
}
