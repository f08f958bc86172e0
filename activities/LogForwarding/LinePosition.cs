using System.Runtime.InteropServices;

namespace Pipelines.Activities.LogForwarding;

/// <summary>The place of a line in the output of one instance: the same whenever it is read.</summary>
/// <param name="Ticks">When it was written, in UTC ticks.</param>
/// <param name="Count">The how many-eth it is of those of that time, from 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LinePosition(long Ticks, int Count)
{
    /// <summary>The place of the line after this one.</summary>
    public LinePosition Next(DateTimeOffset time) => time.UtcTicks == Ticks ? this with { Count = Count + 1 } : new LinePosition(time.UtcTicks, 1);

    /// <summary>Whether it comes after another.</summary>
    public bool IsAfter(LinePosition other) => Ticks > other.Ticks || (Ticks == other.Ticks && Count > other.Count);
}
