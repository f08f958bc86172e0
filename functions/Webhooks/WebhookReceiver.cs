using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Pipelines.Deployments.Requests;
using Pipelines.Functions.Http;
using Pipelines.Orchestrations.Deliveries;
using Pipelines.Orchestrations.Previews;

namespace Pipelines.Functions.Webhooks;

/// <summary>
/// Takes webhooks: checks the signature over the raw body before it reads any of it, makes the delivery durable as a
/// workflow under its id, and answers. What is to be deployed is the workflow's business.
/// </summary>
/// <param name="options">The secrets.</param>
/// <param name="ledger">Remembers payloads.</param>
/// <param name="outlook">Tells what will become of a push.</param>
/// <param name="time">The clock.</param>
public sealed class WebhookReceiver(IOptions<WebhookOptions> options, DeliveryLedger ledger, PushOutlook outlook, TimeProvider time)
{
    private const int MaximumBody = 5 * 1024 * 1024;
    private const int MaximumDeliveryId = 100;
    private const string FormField = "payload";

    /// <summary>Takes one delivery.</summary>
    /// <exception cref="ApiException">403: no secret is configured; 401: the signature is wrong; 400, 413: the payload is unusable.</exception>
    public async Task<ApiResult> ReceiveAsync(HttpRequest request, IWebhookFormat format, DurableTaskClient client)
    {
        var cancellation = request.HttpContext.RequestAborted;
        if (format.SecretOf(options.Value) is not { Length: > 0 } secret)
        {
            throw ApiException.Forbidden($"webhooks of {format.Provider} are not set up here: set Pipelines:Webhooks:{format.SecretSetting} to the secret of the webhook");
        }

        var body = await ApiBody.ReadBytesAsync(request, MaximumBody);
        if (!format.IsSigned(request.Headers, body, secret, time.GetUtcNow()))
        {
            throw ApiException.Unauthorized($"the signature does not match: the webhook's secret is not that of Pipelines:Webhooks:{format.SecretSetting}");
        }

        var content = format.Read(request.Headers, ApiBody.ParseObject(PayloadOf(request, body)), time.GetUtcNow());
        if (content.IsPing)
        {
            return new ApiResult(new WebhookAnswer("pong", null, []));
        }

        if (content.Ignored is { } reason)
        {
            return Accepted("ignored", reason, []);
        }

        var deliveryId = RequireDeliveryId(request.Headers, format);
        var first = content.IsUnique ? await ledger.ClaimAsync(format.Provider, Convert.ToHexStringLower(SHA256.HashData(body)), deliveryId, cancellation) : deliveryId;
        return first == deliveryId
            ? await StartAsync(client, format.Provider, deliveryId, content, cancellation)
            : Accepted("duplicate", $"the same push came before as delivery {first}", []);
    }

    // GitHub sends JSON as a form's field unless told otherwise.
    private static ReadOnlyMemory<byte> PayloadOf(HttpRequest request, byte[] body) =>
        request.HasFormContentType && QueryHelpers.ParseNullableQuery(Encoding.UTF8.GetString(body)) is { } form && form.TryGetValue(FormField, out var payload)
            ? Encoding.UTF8.GetBytes(payload.ToString())
            : body;

    private static string RequireDeliveryId(IHeaderDictionary headers, IWebhookFormat format) =>
        format.DeliveryIdOf(headers) is { Length: <= MaximumDeliveryId } id && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            ? id
            : throw ApiException.BadRequest("the delivery has no usable id in its headers, so that it could not be told from a repetition");

    private async Task<ApiResult> StartAsync(
        DurableTaskClient client, string provider, string deliveryId, WebhookContent content, CancellationToken cancellation)
    {
        var started = new List<string>();
        var reasons = new List<string?>();
        for (var i = 0; i < content.Pushes.Count; i++)
        {
            var instance = PushDelivery.InstanceId(provider, i == 0 ? deliveryId : $"{deliveryId}_{i}");
            if (await TryStartAsync(client, nameof(DeliveryOrchestrator), content.Pushes[i], instance, cancellation))
            {
                started.Add(instance);
                reasons.Add(await outlook.WhyNothingAsync(content.Pushes[i], cancellation));
            }
        }

        if (content.PullRequest is { } request
            && PushDelivery.InstanceId(provider, deliveryId) is var id && await TryStartAsync(client, nameof(PullRequestOrchestrator), request, id, cancellation))
        {
            started.Add(id);
            reasons.Add(null);
        }

        return started.Count == 0 ? Accepted("duplicate", $"delivery {deliveryId} was received before", [])
            : Accepted("accepted", reasons.TrueForAll(reason => reason is not null) ? string.Join("; ", reasons) : null, started);
    }

    private static async Task<bool> TryStartAsync(DurableTaskClient client, string orchestrator, object input, string instance, CancellationToken cancellation)
    {
        var once = new StartOrchestrationOptions(instance).WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        try
        {
            _ = await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, once, cancellation);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Drivers refuse a known id with exceptions of their own: whether it is known decides.
            if (await client.GetInstanceAsync(instance, cancellation) is null)
            {
                throw;
            }

            return false;
        }
    }

    private static ApiResult Accepted(string result, string? reason, IReadOnlyList<string> instances) =>
        new(new WebhookAnswer(result, reason, instances), HttpStatusCode.Accepted);
}
