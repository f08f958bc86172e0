using System.Text.Json.Nodes;
using Pipelines.Kubernetes.Requests;

namespace Pipelines.Kubernetes.Listing;

/// <summary>Lists objects part by part.</summary>
internal sealed class ResourceListing(ApiRequests requests, KubernetesLimits limits, ResourceQuery query)
{
    private int size = limits.ChunkSize;
    private string? next;
    private string? last;
    private bool ended;

    /// <summary>Gets the version that the list is of; null before the first part.</summary>
    public string? ResourceVersion { get; private set; }

    /// <summary>Gets a value indicating whether the server forgot the list's version before its end.</summary>
    public bool IsExpired { get; private set; }

    /// <summary>Reads the next part of a list that is all of one version.</summary>
    /// <returns>Null at the end, and where the list expired.</returns>
    /// <exception cref="KubernetesException">It was refused, or there was no answer in time.</exception>
    public async Task<IReadOnlyList<JsonObject>?> NextAsync(CancellationToken cancellation)
    {
        if (ended || IsExpired)
        {
            return null;
        }

        try
        {
            return await ReadAsync(cancellation);
        }
        catch (KubernetesException exception) when (exception.StatusCode == 410 && next is not null)
        {
            IsExpired = true;
            return null;
        }
    }

    /// <summary>
    /// Reads the next part of a list that need not be all of one version: where it expired, it goes on behind the last object
    /// with what is there now.
    /// </summary>
    /// <returns>Null at the end.</returns>
    /// <exception cref="KubernetesException">It was refused, or there was no answer in time.</exception>
    public async Task<IReadOnlyList<JsonObject>?> NextOfAnyVersionAsync(CancellationToken cancellation)
    {
        var part = await NextAsync(cancellation);
        if (!IsExpired)
        {
            return part;
        }

        var passed = last;
        (IsExpired, next) = (false, null);
        return await SkipToAsync(passed, cancellation);
    }

    private async Task<IReadOnlyList<JsonObject>?> SkipToAsync(string? passed, CancellationToken cancellation)
    {
        while (await NextOfAnyVersionAsync(cancellation) is { } part)
        {
            JsonObject[] rest = [.. part.Where(item => string.CompareOrdinal(Key(item), passed) > 0)];
            if (rest.Length > 0)
            {
                return rest;
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<JsonObject>> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var request = Request();
            try
            {
                var chunk = await requests.SendAsync(
                    request,
                    (content, token) => Answer.ReadAsync(content, limits.MaximumAnswer, bytes => ListChunk.Parse(bytes, query.Type), token),
                    cancellation);
                return Take(chunk);
            }
            catch (AnswerTooLargeException) when (size > 1)
            {
                // Large objects: fewer at once.
                size = Math.Max(1, size / 4);
            }
            catch (AnswerTooLargeException exception)
            {
                throw Refusal.InvalidAnswer(request, exception.Message);
            }
        }
    }

    private IReadOnlyList<JsonObject> Take(ListChunk chunk)
    {
        next = chunk.Continue;
        ended = next is null;
        ResourceVersion = chunk.ResourceVersion;
        last = chunk.Items.Count > 0 ? Key(chunk.Items[^1]) : last;
        return chunk.Items;
    }

    private ApiRequest Request()
    {
        var path = ApiPath.WithQuery(
            ApiPath.Of(query.Type, query.Namespace),
            ("limit", size.ToString()),
            ("continue", next),
            ("labelSelector", query.LabelSelector),
            ("fieldSelector", query.FieldSelector));
        return new ApiRequest(HttpMethod.Get, path, $"list {query.Type.ApiVersion} {query.Type.Kind} {query.Namespace}".TrimEnd());
    }

    // Lists come in this order, which is that of their keys in etcd.
    private static string Key(JsonObject item)
    {
        var metadata = item["metadata"];
        return $"{(string?)metadata?["namespace"]}/{(string?)metadata?["name"]}";
    }
}
