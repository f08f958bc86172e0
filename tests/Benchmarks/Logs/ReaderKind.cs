namespace Pipelines.Benchmarks.Logs;

/// <summary>How somebody reads a log.</summary>
internal enum ReaderKind
{
    /// <summary>As fast as it comes.</summary>
    Fast,

    /// <summary>A tenth of what comes.</summary>
    Slow,

    /// <summary>A little, then nothing until the reader is told to go on.</summary>
    Stopped,

    /// <summary>Hangs up and comes back, again and again.</summary>
    Returning,
}
