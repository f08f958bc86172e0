namespace Pipelines.Activities.LogForwarding;

/// <summary>A destination took some of the lines it was sent, and asks for the others again.</summary>
/// <param name="left">The others.</param>
internal sealed class PartlyTakenException(IReadOnlyList<ForwardedLine> left) : Exception("it took only some of the lines")
{
    /// <summary>Gets the lines to be sent again.</summary>
    public IReadOnlyList<ForwardedLine> Left => left;
}
