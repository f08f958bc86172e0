using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pipelines.Clusters;
using Pipelines.Clusters.Local;

namespace Pipelines.Activities.Clusters.Local;

/// <summary>
/// The cluster of this machine: a client of the node. Every call waits out a node that is starting or restarting, which
/// is safe because every call is idempotent.
/// </summary>
public sealed partial class LocalCluster : ICluster, ITrafficCounters, IUsageMeter, IInstanceShells, IDomainEdge, IDisposable
{
    private const string SentBytes = "pipelines_ingress_response_bytes_total{app=\"";
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(10);
    private readonly LocalClusterOptions options;
    private readonly NodeStarter starter;
    private readonly TimeProvider time;
    private readonly ILogger<LocalCluster> logger;
    private readonly HttpClient client;

    /// <summary>Initializes a new instance of the <see cref="LocalCluster"/> class.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="time">The clock that waits go by.</param>
    /// <param name="loggers">Makes the loggers.</param>
    public LocalCluster(LocalClusterOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        this.options = options;
        this.time = time;
        starter = new NodeStarter(options, loggers.CreateLogger<NodeStarter>());
        logger = loggers.CreateLogger<LocalCluster>();
        client = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false })
        {
            BaseAddress = new Uri("http://node"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc/>
    public Task ApplyAsync(Release release, CancellationToken cancellation = default) =>
        CallAsync(HttpMethod.Put, $"{PathOf(release.AppId)}/releases/{Uri.EscapeDataString(release.Id)}", release, cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReleaseStatus> WatchReleaseAsync(string appId, string releaseId, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var path = $"{PathOf(appId)}/releases/{Uri.EscapeDataString(releaseId)}/watch";
        string? last = null;
        while (true)
        {
            await using var lines = ReadLinesAsync(path, cancellation).GetAsyncEnumerator(cancellation);
            while (await TryMoveAsync(lines, cancellation))
            {
                // A restarted node begins with what was known already.
                if (lines.Current == last)
                {
                    continue;
                }

                last = lines.Current;
                var status = Parse<ReleaseStatus>(last);
                yield return status;
                if (status.State == ReleaseState.Absent)
                {
                    yield break;
                }
            }
        }
    }

    /// <inheritdoc/>
    public Task RouteAsync(string appId, string releaseId, CancellationToken cancellation = default) =>
        CallAsync(HttpMethod.Post, $"{PathOf(appId)}/route", new RouteRequest(releaseId), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReleaseStatus>> ListReleasesAsync(string appId, CancellationToken cancellation = default) =>
        GetAsync<IReadOnlyList<ReleaseStatus>>($"{PathOf(appId)}/releases", cancellation);

    /// <inheritdoc/>
    public Task RetireAsync(string appId, string releaseId, CancellationToken cancellation = default) =>
        CallAsync<object>(HttpMethod.Delete, $"{PathOf(appId)}/releases/{Uri.EscapeDataString(releaseId)}", null, cancellation);

    /// <inheritdoc/>
    public Task PrepareImageAsync(string reference, CancellationToken cancellation = default) =>
        CallAsync(HttpMethod.Post, "/images", new PrepareImageRequest(reference), cancellation);

    /// <inheritdoc/>
    public async Task<JobResult> RunJobAsync(JobRun job, CancellationToken cancellation = default) =>
        Parse<JobResult>(await CallAsync(HttpMethod.Post, "/jobs", job, cancellation));

    /// <inheritdoc/>
    public Task CancelJobAsync(JobReference job, CancellationToken cancellation = default) => CallAsync(HttpMethod.Post, "/jobs/cancel", job, cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<InstanceLogLine> ReadLogsAsync(InstanceLogQuery query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var line in ReadLinesAsync(PathOf(query), cancellation))
        {
            yield return Parse<InstanceLogLine>(line);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstanceStatus>> ListInstancesAsync(string appId, CancellationToken cancellation = default) =>
        GetAsync<IReadOnlyList<InstanceStatus>>($"{PathOf(appId)}/instances", cancellation);

    /// <inheritdoc/>
    public Task<IShellSession> OpenShellAsync(ShellRequest request, CancellationToken cancellation = default) => new LocalShells(client).OpenAsync(request, cancellation);

    /// <inheritdoc/>
    public Task DeleteAppAsync(string appId, CancellationToken cancellation = default) => CallAsync<object>(HttpMethod.Delete, PathOf(appId), null, cancellation);

    /// <inheritdoc/>
    public Uri GetDefaultUrl(string appName) => new UriBuilder(options.IngressUrl) { Host = $"{appName}.{options.Domain}", Path = "/" }.Uri;

    /// <summary>Asks the node what it is and how instances run, starting it where that is configured.</summary>
    public Task<NodeStatus> GetNodeAsync(CancellationToken cancellation = default) => GetAsync<NodeStatus>("/runtime", cancellation);

    /// <summary>Reads the node's figures in Prometheus' text format.</summary>
    public Task<string> GetMetricsAsync(CancellationToken cancellation = default) => CallAsync<object>(HttpMethod.Get, "/metrics", null, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, long>> ReadSentBytesAsync(CancellationToken cancellation = default)
    {
        var sent = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in (await GetMetricsAsync(cancellation)).Split('\n').Where(line => line.StartsWith(SentBytes, StringComparison.Ordinal)))
        {
            var name = line[SentBytes.Length..line.IndexOf('"', SentBytes.Length)];
            sent[name] = sent.GetValueOrDefault(name) + (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
        }

        return sent;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstanceUsage>> MeasureInstancesAsync(CancellationToken cancellation = default) =>
        await LookAsync<IReadOnlyList<InstanceUsage>>("/usage/instances", cancellation) ?? [];

    /// <inheritdoc/>
    public Task<IReadOnlyList<RequestUsage>?> MeasureRequestsAsync(CancellationToken cancellation = default) =>
        LookAsync<IReadOnlyList<RequestUsage>>("/usage/requests", cancellation);

    /// <inheritdoc/>
    public Task PublishChallengeAsync(HttpChallenge challenge, CancellationToken cancellation = default) =>
        CallAsync(HttpMethod.Put, "/challenges", challenge, cancellation);

    /// <inheritdoc/>
    public Task WithdrawChallengeAsync(string token, CancellationToken cancellation = default) =>
        CallAsync<object>(HttpMethod.Delete, "/challenges/" + Uri.EscapeDataString(token), null, cancellation);

    /// <inheritdoc/>
    public Task InstallCertificateAsync(DomainCertificate certificate, CancellationToken cancellation = default) =>
        CallAsync(HttpMethod.Put, "/certificates", certificate, cancellation);

    /// <inheritdoc/>
    public Task RemoveCertificateAsync(string appId, string domainId, string host, CancellationToken cancellation = default) =>
        CallAsync<object>(HttpMethod.Delete, "/certificates/" + Uri.EscapeDataString(domainId), null, cancellation);

    /// <inheritdoc/>
    public Uri GetSecureUrl(string host) => new UriBuilder(
        Uri.UriSchemeHttps, host, options.PublicHttpsPort > 0 ? options.PublicHttpsPort : options.IngressHttpsUrl?.Port ?? -1).Uri;

    /// <summary>Ends the node if it runs; what is desired stays, and its next start brings it back.</summary>
    /// <param name="stopInstances">Whether instances are stopped first, or run on.</param>
    /// <param name="cancellation">Cancels the request.</param>
    public async Task ShutdownAsync(bool stopInstances, CancellationToken cancellation = default)
    {
        try
        {
            using var response = await client.PostAsync(new Uri($"/shutdown?instances={(stopInstances ? "true" : "false")}", UriKind.Relative), null, cancellation);
            response.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError)
        {
            LogNotRunning(options.DataDirectory);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static bool MayGoOn(RetryClock retry)
    {
        retry.Fail();
        return retry.MayGoOn;
    }

    private static string PathOf(string appId) => "/apps/" + Uri.EscapeDataString(appId);

    private static string PathOf(InstanceLogQuery query)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["component"] = query.Component,
            ["release"] = query.ReleaseId,
            ["tail"] = query.Tail?.ToString(CultureInfo.InvariantCulture),
            ["follow"] = query.Follow ? "true" : null,
            ["job"] = query.JobKey,
            ["since"] = query.Since?.UtcTicks.ToString(CultureInfo.InvariantCulture),
            ["jobs"] = query.WithJobs ? "true" : null,
        };
        var text = string.Join('&', parameters.Where(each => each.Value is not null).Select(each => $"{each.Key}={Uri.EscapeDataString(each.Value!)}"));
        return $"{PathOf(query.AppId)}/logs?{text}";
    }

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, LocalNodeProtocol.Json)
        ?? throw new InvalidDataException("The node answered with nothing.");

    private static bool IsTransient(Exception exception) => exception is HttpRequestException { StatusCode: null } or IOException or SocketException or HttpIOException;

    private static async Task<string> ReadAnswerAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        if (response.StatusCode == HttpStatusCode.UnprocessableEntity)
        {
            throw new ClusterException(Parse<InstanceFailure>(text));
        }

        return response.IsSuccessStatusCode ? text : throw new HttpRequestException($"The node answered {(int)response.StatusCode}: {text}", null, response.StatusCode);
    }

    // No node, no figures: it is neither started nor waited for. One that runs since before there were any knows nothing of them.
    private async Task<T?> LookAsync<T>(string path, CancellationToken cancellation)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LookTimeout);
        try
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.StatusCode == HttpStatusCode.NotFound ? null : Parse<T>(await ReadAnswerAsync(response, limit.Token));
        }
        catch (Exception exception) when (IsTransient(exception) || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            LogLost(options.DataDirectory, exception.Message);
            return null;
        }
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellation) => Parse<T>(await CallAsync<object>(HttpMethod.Get, path, null, cancellation));

    private async Task<string> CallAsync<T>(HttpMethod method, string path, T? body, CancellationToken cancellation)
        where T : class
    {
        var retry = new RetryClock(time, FirstWait, LastWait, Patience);
        while (true)
        {
            try
            {
                retry.Try();
                using var request = new HttpRequestMessage(method, path);
                request.Content = body is null ? null : JsonContent.Create(body, options: LocalNodeProtocol.Json);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
                return await ReadAnswerAsync(response, cancellation);
            }
            catch (Exception exception) when (IsTransient(exception) && MayGoOn(retry))
            {
                await ReviveAsync(exception, retry, cancellation);
            }
        }
    }

    private async IAsyncEnumerable<string> ReadLinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var response = await OpenAsync(path, cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            yield return line;
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellation)
    {
        var retry = new RetryClock(time, FirstWait, LastWait, Patience);
        while (true)
        {
            try
            {
                retry.Try();
                var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation);
                return response.EnsureSuccessStatusCode();
            }
            catch (Exception exception) when (IsTransient(exception) && MayGoOn(retry))
            {
                await ReviveAsync(exception, retry, cancellation);
            }
        }
    }

    /// <summary>Moves on; false where the node went away in the middle of its answer.</summary>
    private async Task<bool> TryMoveAsync(IAsyncEnumerator<string> lines, CancellationToken cancellation)
    {
        try
        {
            return await lines.MoveNextAsync();
        }
        catch (Exception exception) when (IsTransient(exception) && !cancellation.IsCancellationRequested)
        {
            LogLost(options.DataDirectory, exception.Message);
            return false;
        }
    }

    private async Task ReviveAsync(Exception exception, RetryClock retry, CancellationToken cancellation)
    {
        LogLost(options.DataDirectory, exception.Message);
        if (starter.Enabled)
        {
            starter.Start();
        }

        await retry.WaitAsync(cancellation);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(options.DataDirectory, LocalNodeProtocol.SocketName)), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The node on {Directory} does not answer: {Reason}")]
    private partial void LogLost(string directory, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "No node runs on {Directory}")]
    private partial void LogNotRunning(string directory);
}
