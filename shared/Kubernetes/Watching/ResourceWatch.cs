using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Pipelines.Kubernetes.Listing;
using Pipelines.Kubernetes.Requests;

namespace Pipelines.Kubernetes.Watching;

/// <summary>
/// Watches objects: a list, then its changes. A connection that drops, or that is silent for too long, is resumed where it
/// was; where the server no longer knows that place (410 Gone), all begins again
/// (https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes).
/// </summary>
internal sealed partial class ResourceWatch(ApiRequests requests, KubernetesLimits limits, ResourceQuery query, TimeProvider time, ILogger logger)
{
    private static readonly ResourceEvent Reset = new(ResourceEventType.Reset, null);
    private static readonly ResourceEvent Synced = new(ResourceEventType.Synced, null);

    private readonly ILogger logger = logger;
    private readonly Backoff backoff = new();

    /// <summary>Watches until cancelled.</summary>
    /// <exception cref="KubernetesException">The server refuses it.</exception>
    public async IAsyncEnumerable<ResourceEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            yield return Reset;
            var listing = new ResourceListing(requests, limits, query);
            while (await listing.NextAsync(cancellation) is { } items)
            {
                foreach (var item in items)
                {
                    yield return new ResourceEvent(ResourceEventType.Applied, item);
                }
            }

            if (!listing.IsExpired)
            {
                yield return Synced;
                await foreach (var change in FollowAsync(listing.ResourceVersion, cancellation))
                {
                    yield return change;
                }
            }

            LogBeginAgain(What);
            await Task.Delay(backoff.Next(), time, cancellation);
        }
    }

    private string What => $"watch {query.Type.ApiVersion} {query.Type.Kind} {query.Namespace}".TrimEnd();

    // Ends when the server no longer knows the place.
    private async IAsyncEnumerable<ResourceEvent> FollowAsync(string? place, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var request = Request(place);
            await using var stream = await OpenAsync(request, cancellation);
            if (stream is null)
            {
                yield break;
            }

            while (await stream.NextAsync() is { } change)
            {
                if (change.Type == "ERROR")
                {
                    if (IsGone(request, change))
                    {
                        yield break;
                    }

                    break;
                }

                backoff.Reset();
                place = change.ResourceVersion ?? place;
                if (change.Type != "BOOKMARK")
                {
                    yield return new ResourceEvent(change.Type == "DELETED" ? ResourceEventType.Deleted : ResourceEventType.Applied, change.Object);
                }
            }

            await PauseAsync(stream, cancellation);
        }
    }

    // Null when the server no longer knows the place.
    private async Task<WatchStream?> OpenAsync(ApiRequest request, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var response = await requests.OpenAsync(request, cancellation);
                return await WatchStream.OpenAsync(response, request, limits, time, cancellation);
            }
            catch (KubernetesException exception) when (exception.StatusCode == 410)
            {
                return null;
            }
            catch (KubernetesException exception) when (exception.StatusCode == 429 || (exception.StatusCode >= 500 && exception.Reason != KubernetesException.InvalidAnswer))
            {
                // A watch outlives its server's outages.
                LogResume(exception.Message);
                await Task.Delay(backoff.Next(), time, cancellation);
            }
        }
    }

    private async Task PauseAsync(WatchStream stream, CancellationToken cancellation)
    {
        if (stream.Problem is { } problem)
        {
            LogDropped(What, problem);
        }

        await Task.Delay(backoff.Next(), time, cancellation);
    }

    private static bool IsGone(ApiRequest request, WatchChange change)
    {
        var error = Refusal.Of(request, change.Object, 500);
        return error.StatusCode == 410 || error.Reason is "Expired" or "Gone"
            ? true
            : error.StatusCode is 429 or >= 500 ? false : throw error;
    }

    private ApiRequest Request(string? place)
    {
        // By chance longer, so that many watches do not end at once.
        var seconds = limits.WatchDuration.TotalSeconds * (1 + (Random.Shared.NextDouble() / 2));
        var path = ApiPath.WithQuery(
            ApiPath.Of(query.Type, query.Namespace),
            ("watch", "1"),
            ("allowWatchBookmarks", "true"),
            ("resourceVersion", place),
            ("timeoutSeconds", ((int)Math.Ceiling(seconds)).ToString()),
            ("labelSelector", query.LabelSelector),
            ("fieldSelector", query.FieldSelector));
        return new ApiRequest(HttpMethod.Get, path, What);
    }
}
