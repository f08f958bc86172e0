using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipelines.Deployments;
using Pipelines.Deployments.Alerts;

namespace Pipelines.Activities.Alerts;

/// <summary>
/// Posts messages to webhooks. Others than Slack's get all that is known, and a signature after the Standard Webhooks
/// specification: HMAC-SHA256 of id, time and body. Redirects are not followed, answers are not read.
/// </summary>
public sealed class AlertWebhooks : IDisposable
{
    private const string KeyPrefix = "whsec_";
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(15);
    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance of the <see cref="AlertWebhooks"/> class.</summary>
    /// <param name="policy">Says which may be reached.</param>
    /// <param name="time">The clock.</param>
    public AlertWebhooks(WebhookPolicy policy, TimeProvider time)
    {
        _time = time;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = policy.ConnectAsync,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        })
        {
            Timeout = s_timeout,
        };
    }

    /// <summary>Posts a message to Slack.</summary>
    /// <returns>Why it will never be delivered; null when it is.</returns>
    /// <exception cref="AlertUndeliveredException">It could not be delivered now.</exception>
    public Task<string?> SendToSlackAsync(string url, string? channel, App app, Alert alert, AlertMessage message)
    {
        var mark = message.Change.Kind == AlertChangeKind.Raised ? ":red_circle:" : message.Change.Kind == AlertChangeKind.Recovered ? ":large_green_circle:" : ":information_source:";
        var text = $"{mark} *{Escape(AlertMail.SubjectOf(app, alert, message.Change))}*\n{Escape(message.Change.Message)}";
        return PostAsync(url, JsonSerializer.SerializeToUtf8Bytes(channel is null ? new Dictionary<string, string> { ["text"] = text } : new() { ["text"] = text, ["channel"] = channel }), null, message.Id);
    }

    /// <summary>Posts a message.</summary>
    /// <returns>Why it will never be delivered; null when it is.</returns>
    /// <exception cref="AlertUndeliveredException">It could not be delivered now.</exception>
    public Task<string?> SendAsync(string url, string? secret, App app, Alert alert, AlertMessage message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                message.Id,
                Type = "alert." + message.Change.Kind.ToString().ToLowerInvariant(),
                message.Change.At,
                App = new { app.Id, app.Spec.Name },
                AlertId = alert.Id,
                alert.Component,
                alert.Rule,
                alert.Spec.Operator,
                Threshold = alert.Spec.Value,
                alert.Spec.Window,
                message.Change.Value,
                message.Change.Message,
                message.Change.DeploymentId,
            },
            DeploymentJson.Options);
        return PostAsync(url, body, secret, message.Id);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private async Task<string?> PostAsync(string url, byte[] body, string? secret, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("Idempotency-Key", id);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.UserAgent.ParseAdd("Pipelines/1.0");
        if (secret is not null)
        {
            byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
            var signature = HMACSHA256.HashData(KeyOf(secret), signed);
            request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(signature));
        }

        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return Judge(response.StatusCode);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException or SocketException)
        {
            // The message of such an exception may name the address.
            throw new AlertUndeliveredException("the webhook cannot be reached");
        }
    }

    private static string? Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => null,
        408 or 425 or 429 or >= 500 => throw new AlertUndeliveredException($"the webhook answered with status {(int)status}"),
        var other => $"the webhook answered with status {other}",
    };

    private static byte[] KeyOf(string secret)
    {
        var key = new byte[secret.Length];
        return secret.StartsWith(KeyPrefix, StringComparison.Ordinal) && Convert.TryFromBase64String(secret[KeyPrefix.Length..], key, out var length) ? key[..length] : Encoding.UTF8.GetBytes(secret);
    }
}
