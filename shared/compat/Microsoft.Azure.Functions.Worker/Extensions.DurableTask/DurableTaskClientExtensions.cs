using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Pipelines.Functions.Embedded;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Answers that tell a client where to follow an orchestration instance.</summary>
public static class DurableTaskClientExtensions
{
    /// <summary>Makes a 202 answer with the instance's addresses.</summary>
    /// <param name="client">The client that knows the instance.</param>
    /// <param name="request">The request to answer.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static Task<HttpResponseData> CreateCheckStatusResponseAsync(
        this DurableTaskClient client, HttpRequestData request, string instanceId, CancellationToken cancellation = default) =>
        client.CreateCheckStatusResponseAsync(request, instanceId, HttpStatusCode.Accepted, cancellation);

    /// <summary>Makes an answer with the instance's addresses.</summary>
    /// <param name="client">The client that knows the instance.</param>
    /// <param name="request">The request to answer.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="statusCode">The status of the answer.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static async Task<HttpResponseData> CreateCheckStatusResponseAsync(
        this DurableTaskClient client,
        HttpRequestData request,
        string instanceId,
        HttpStatusCode statusCode,
        CancellationToken cancellation = default)
    {
        var payload = client.CreateHttpManagementPayload(instanceId, request);
        var response = Respond(request, statusCode, payload);
        await JsonSerializer.SerializeAsync(response.Body, payload, WorkerJson.Options, cancellation);
        return response;
    }

    /// <summary>Makes a 202 answer with the instance's addresses.</summary>
    /// <param name="client">The client that knows the instance.</param>
    /// <param name="request">The request to answer.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static HttpResponseData CreateCheckStatusResponse(
        this DurableTaskClient client, HttpRequestData request, string instanceId, CancellationToken cancellation = default) =>
        client.CreateCheckStatusResponse(request, instanceId, HttpStatusCode.Accepted, cancellation);

    /// <summary>Makes an answer with the instance's addresses.</summary>
    /// <param name="client">The client that knows the instance.</param>
    /// <param name="request">The request to answer.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="statusCode">The status of the answer.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static HttpResponseData CreateCheckStatusResponse(
        this DurableTaskClient client,
        HttpRequestData request,
        string instanceId,
        HttpStatusCode statusCode,
        CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var payload = client.CreateHttpManagementPayload(instanceId, request);
        var response = Respond(request, statusCode, payload);
        JsonSerializer.Serialize(response.Body, payload, WorkerJson.Options);
        return response;
    }

    /// <summary>The addresses of an instance.</summary>
    /// <param name="client">The client that knows the instance.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="request">The request that gives the host's address; without it, the address the host listens on.</param>
    /// <exception cref="InvalidOperationException">There is no request, and the client is no running host's.</exception>
    public static HttpManagementPayload CreateHttpManagementPayload(
        this DurableTaskClient client, string instanceId, HttpRequestData? request = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return ManagementAddresses.Of(client, request).For(instanceId, request?.Url);
    }

    private static HttpResponseData Respond(HttpRequestData request, HttpStatusCode status, HttpManagementPayload payload)
    {
        var response = request.CreateResponse(status);
        response.Headers.TryAddWithoutValidation("Location", payload.StatusQueryGetUri);
        response.Headers.TryAddWithoutValidation("Retry-After", ManagementAddresses.RetryAfterSeconds);
        response.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        return response;
    }
}
