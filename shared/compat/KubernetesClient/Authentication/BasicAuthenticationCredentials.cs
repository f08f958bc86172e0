using System.Net.Http.Headers;
using System.Text;

namespace k8s.Authentication;

/// <summary>Proves by name and password (RFC 7617).</summary>
public class BasicAuthenticationCredentials : ServiceClientCredentials
{
    /// <summary>Gets or sets the name.</summary>
    public string? UserName { get; set; }

    /// <summary>Gets or sets the password.</summary>
    public string? Password { get; set; }

    /// <inheritdoc/>
    public override Task ProcessHttpRequestAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}")));
        return Task.CompletedTask;
    }
}
