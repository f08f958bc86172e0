namespace Pipelines.Activities.LogForwarding.Destinations;

/// <summary>How a service takes logs by HTTP.</summary>
internal interface IHttpLogFormat
{
    /// <summary>Gets where they are posted.</summary>
    Uri Address { get; }

    /// <summary>Gets the media type of the body.</summary>
    string MediaType { get; }

    /// <summary>Adds who sends to a request.</summary>
    void Authorize(HttpRequestMessage request);

    /// <summary>Writes lines.</summary>
    byte[] Write(IReadOnlyList<ForwardedLine> lines);

    /// <summary>Looks at the answer to lines that were taken, as far as the status says.</summary>
    /// <returns>The lines that are to be sent again.</returns>
    IReadOnlyList<ForwardedLine> FindLeft(IReadOnlyList<ForwardedLine> lines, string answer) => [];
}
