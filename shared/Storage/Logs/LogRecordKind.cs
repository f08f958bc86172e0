namespace Pipelines.Storage.Logs;

/// <summary>What a record of a stored stream is.</summary>
internal enum LogRecordKind
{
    /// <summary>Not of this format: a torn or damaged record.</summary>
    Damaged,

    /// <summary>A line of the log.</summary>
    Line,

    /// <summary>The first record of a file: names the generation, which changes when a stream starts anew.</summary>
    Open,

    /// <summary>No more lines are to come, unless some follow it.</summary>
    Complete,

    /// <summary>The stream has reached its size limit.</summary>
    Limit,
}
