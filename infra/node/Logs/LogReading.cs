using Pipelines.Clusters;

namespace Pipelines.Node.Logs;

/// <summary>The reading of one instance's output, a part at a time.</summary>
internal sealed class LogReading(InstanceLog log, long offset, bool partial, long skip = 0, long end = long.MaxValue)
{
    private List<InstanceLogLine> part = [];
    private int at = -1;
    private long offset = offset;
    private long toSkip = skip;

    public InstanceLog Log => log;

    /// <summary>Gets where the next reading goes on, once this one has come to its end.</summary>
    public long Offset => offset;

    /// <summary>Gets the line that it has come to.</summary>
    public InstanceLogLine Current => part[at];

    /// <summary>Goes on to the next line.</summary>
    /// <returns>False at the end.</returns>
    public bool MoveNext()
    {
        do
        {
            if (++at < part.Count)
            {
                continue;
            }

            (part, at) = (log.Read(ref offset, partial, end), 0);
            if (part.Count == 0)
            {
                return false;
            }
        }
        while (toSkip-- > 0);
        return true;
    }
}
