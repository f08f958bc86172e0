using System.Runtime.InteropServices;

namespace Pipelines.Clusters;

/// <summary>The size of a terminal in characters.</summary>
/// <param name="Columns">Its width.</param>
/// <param name="Rows">Its height.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TerminalSize(int Columns, int Rows)
{
    private const int Largest = 1000;

    /// <summary>Gets the size that terminals have always had: 80 columns, 24 rows.</summary>
    public static TerminalSize Usual { get; } = new(80, 24);

    /// <summary>The same size with width and height from 1 to 1000: programs allocate by it.</summary>
    public TerminalSize Bounded() => new(Math.Clamp(Columns, 1, Largest), Math.Clamp(Rows, 1, Largest));
}
