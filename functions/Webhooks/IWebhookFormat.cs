using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Pipelines.Functions.Webhooks;

/// <summary>How one git provider signs its webhooks and what they say.</summary>
public interface IWebhookFormat
{
    /// <summary>Gets the provider: <c>github</c>, <c>gitlab</c> or <c>bitbucket</c>.</summary>
    string Provider { get; }

    /// <summary>Gets the setting that holds the secret.</summary>
    string SecretSetting { get; }

    /// <summary>Tells the configured secret; null without one.</summary>
    string? SecretOf(WebhookOptions options);

    /// <summary>Checks the signature over the raw body, in constant time.</summary>
    bool IsSigned(IHeaderDictionary headers, ReadOnlySpan<byte> body, string secret, DateTimeOffset now);

    /// <summary>Tells the provider's id of the delivery, the same when it is delivered again; null without one.</summary>
    string? DeliveryIdOf(IHeaderDictionary headers);

    /// <summary>Reads what was pushed.</summary>
    /// <exception cref="Http.ApiException">400: the payload is not what its headers say.</exception>
    WebhookContent Read(IHeaderDictionary headers, JsonElement payload, DateTimeOffset now);
}
