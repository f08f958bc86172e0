namespace Pipelines.Activities.Domains.Dns;

/// <summary>The DNS does not answer, or not as it should.</summary>
public sealed class DnsException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="DnsException"/> class.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="inner">Why.</param>
    public DnsException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
