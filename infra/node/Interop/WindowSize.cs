using System.Runtime.InteropServices;

namespace Pipelines.Node.Interop;

/// <summary>The size of a terminal's window (ioctl_tty(2), struct winsize).</summary>
/// <param name="Rows">Its height in characters.</param>
/// <param name="Columns">Its width in characters.</param>
/// <param name="Width">Its width in pixels; unused.</param>
/// <param name="Height">Its height in pixels; unused.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct WindowSize(ushort Rows, ushort Columns, ushort Width = 0, ushort Height = 0);
