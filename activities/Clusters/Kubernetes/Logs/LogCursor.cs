using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Logs;

/// <summary>
/// How far a pod's output was read. The API resumes by the second only, so what comes again is recognised here: by its
/// time, and where several lines have the same, by how many of them were read.
/// </summary>
internal sealed class LogCursor
{
    private DateTimeOffset last = DateTimeOffset.MinValue;
    private DateTimeOffset resumedAt = DateTimeOffset.MinValue;
    private int read;
    private int again;

    /// <summary>Gets the time to resume at; null when nothing was read.</summary>
    public DateTimeOffset? Since => read == 0 ? null : last;

    /// <summary>Begins a reading that resumes where the last one was.</summary>
    public void Resume() => (resumedAt, again) = (last, read);

    /// <summary>Takes a line.</summary>
    /// <returns>False for one that was read before.</returns>
    public bool Take(PodLogLine line)
    {
        if (line.Timestamp < resumedAt || (line.Timestamp == resumedAt && again > 0))
        {
            again -= line.Timestamp == resumedAt ? 1 : 0;
            return false;
        }

        // Standard output and standard error are written by two: their times are not always in the order of the lines.
        if (line.Timestamp >= last)
        {
            read = line.Timestamp == last ? read + 1 : 1;
            last = line.Timestamp;
        }

        return true;
    }
}
