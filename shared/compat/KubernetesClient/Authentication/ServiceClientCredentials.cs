namespace k8s.Authentication;

/// <summary>Proves to the server who is asking.</summary>
public abstract class ServiceClientCredentials
{
    /// <summary>Adds the proof to a request.</summary>
    public virtual Task ProcessHttpRequestAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.CompletedTask;
}
