namespace Pipelines.Activities.Edge;

/// <summary>The provider at the edge does not do what it was asked.</summary>
public sealed class EdgeException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="EdgeException"/> class.</summary>
    /// <param name="message">What happened, without secrets.</param>
    /// <param name="inner">Why.</param>
    public EdgeException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
