using System.Runtime.InteropServices;

namespace Pipelines.Node.Logs;

/// <summary>The output from an offset on was seen at a time.</summary>
/// <param name="Offset">The offset in bytes.</param>
/// <param name="Ticks">The time in UTC ticks.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LogIndexEntry(long Offset, long Ticks);
