using System.Text;
using Pipelines.Clusters;

namespace Pipelines.Activities.LogForwarding;

/// <summary>A line on its way to a destination.</summary>
/// <param name="Line">The line.</param>
/// <param name="Position">Its place in its instance's output; null for one that no instance has written.</param>
internal sealed record ForwardedLine(InstanceLogLine Line, LinePosition? Position)
{
    // What an object and a few strings take beside their letters.
    private const int Overhead = 128;

    /// <summary>Gets about how many bytes it takes.</summary>
    public int Size { get; } = Overhead + Encoding.UTF8.GetByteCount(Line.Text);
}
