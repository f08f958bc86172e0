namespace Pipelines.Storage.Logs;

/// <summary>Counts whole lines from a stream's end, block by block.</summary>
internal sealed class LogTailScan(int lines)
{
    private int _missing = lines;
    private bool _ended;

    /// <summary>Looks through the next block towards the start.</summary>
    /// <param name="bytes">The block, and a little of what follows it.</param>
    /// <param name="length">The block's own length.</param>
    /// <returns>Where in the block the reading shall begin, or null to look further ahead.</returns>
    public int? Find(ReadOnlySpan<byte> bytes, int length)
    {
        for (var i = length; (i = bytes[..i].LastIndexOf((byte)'\n')) >= 0;)
        {
            if (!_ended)
            {
                // What follows the last line feed is not a whole record yet; a follower starts there when it wants no lines.
                _ended = true;
                if (_missing == 0)
                {
                    return i + 1;
                }
            }
            else if (LogRecord.LooksLikeLine(bytes[(i + 1)..]) && --_missing == 0)
            {
                return i + 1;
            }
        }

        return null;
    }
}
