namespace Pipelines.Node.Networks;

/// <summary>Finds the instance that answers a private call.</summary>
internal interface IServiceResolver
{
    /// <summary>Connects to a ready instance.</summary>
    /// <param name="address">The service that is called.</param>
    /// <param name="callerIndex">The index of the caller's address; its own release is preferred.</param>
    /// <param name="cancellation">Cancels the attempt.</param>
    /// <returns>Null when no instance takes the call.</returns>
    Task<ServiceConnection?> ConnectAsync(ServiceAddress address, int callerIndex, CancellationToken cancellation);
}
