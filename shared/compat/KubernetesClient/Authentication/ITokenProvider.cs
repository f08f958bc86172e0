using System.Net.Http.Headers;

namespace k8s.Authentication;

/// <summary>Yields what the Authorization header says.</summary>
public interface ITokenProvider
{
    /// <summary>Yields the header for a request that is about to be sent.</summary>
    Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken);
}
