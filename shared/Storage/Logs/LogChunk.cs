namespace Pipelines.Storage.Logs;

/// <summary>What a read of a stored stream found.</summary>
/// <param name="Generation">The stream's generation, which changes when it starts anew; null where there is no stream.</param>
/// <param name="Count">How many bytes were read; 0 at the end or when the generation is not the expected one.</param>
/// <param name="Length">The stream's length, bytes.</param>
internal readonly record struct LogChunk(string? Generation, int Count, long Length);
