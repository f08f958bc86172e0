using System.Globalization;
using System.Runtime.CompilerServices;
using Pipelines.Kubernetes.Requests;

namespace Pipelines.Kubernetes.PodLogs;

/// <summary>Reads what a container writes.</summary>
internal sealed class PodLogReader(ApiRequests requests, KubernetesLimits limits, PodLogQuery query, TimeProvider time)
{
    private static readonly ResourceType Pod = new(string.Empty, "v1", "Pod", "pods", true);

    /// <summary>Reads to the end.</summary>
    /// <exception cref="KubernetesException">The server refuses it, or the connection broke.</exception>
    public async IAsyncEnumerable<PodLogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = Request();
        using var response = await requests.OpenAsync(request, cancellation);
        await using var lines = new LineReader(await response.Content.ReadAsStreamAsync(cancellation), limits.MaximumLogLine, cuts: true);
        var last = query.Since ?? DateTimeOffset.UnixEpoch;
        while (await NextAsync(lines, request, last, cancellation) is { } line)
        {
            last = line.Timestamp;

            // The server knows seconds only.
            if (query.Since is not { } since || line.Timestamp >= since)
            {
                yield return line;
            }
        }
    }

    private async ValueTask<PodLogLine?> NextAsync(LineReader lines, ApiRequest request, DateTimeOffset last, CancellationToken cancellation)
    {
        // A container that is followed may be silent for days; one that is not has all it wrote ready.
        using var silence = new CancellationTokenSource(query.Follow ? Timeout.InfiniteTimeSpan : limits.Attempt, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
        try
        {
            return await lines.ReadAsync(either.Token) is { } line ? PodLogLineParser.Parse(line, last) : null;
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw Refusal.Unreachable(request, $"nothing came for {limits.Attempt.TotalSeconds:0} s", exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw Refusal.Unreachable(request, $"the connection to the API server broke: {exception.Message}", exception);
        }
    }

    private ApiRequest Request()
    {
        var path = ApiPath.WithQuery(
            ApiPath.Of(Pod, query.Namespace, query.Pod, "log"),
            ("container", query.Container),
            ("timestamps", "true"),
            ("follow", query.Follow ? "true" : null),
            ("previous", query.Previous ? "true" : null),
            ("tailLines", query.Tail?.ToString(CultureInfo.InvariantCulture)),
            ("sinceTime", query.Since?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        return new ApiRequest(HttpMethod.Get, path, $"read the log of {query.Namespace}/{query.Pod} {query.Container}") { Accept = "*/*" };
    }
}
