namespace Pipelines.Activities.LogForwarding.Destinations;

/// <summary>Takes lines. Used by one caller at a time.</summary>
internal interface ILogDestination : IAsyncDisposable
{
    /// <summary>Sends lines; when it returns the destination has them.</summary>
    /// <exception cref="DestinationException">It has them not, or not surely.</exception>
    Task SendAsync(IReadOnlyList<ForwardedLine> lines, CancellationToken cancellation);
}
