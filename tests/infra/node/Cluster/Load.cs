using System.Net;

namespace Pipelines.Node.Tests.Cluster;

/// <summary>Visitors who ask without a pause, and note every answer that is not 200.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Visitors = 4;
    private readonly CancellationTokenSource stop = new();
    private readonly Task[] visitors;
    private readonly List<string> failures = [];
    private int answered;

    public Load(TestNode node, string app, string path = "/cgi-bin/env", HttpMethod? method = null) =>
        visitors = [.. Enumerable.Range(0, Visitors).Select(_ => Task.Run(() => VisitAsync(node, app, path, method ?? HttpMethod.Get)))];

    public int Answered => Volatile.Read(ref answered);

    /// <summary>Ends the load.</summary>
    /// <returns>What failed.</returns>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(visitors);
        return failures;
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task VisitAsync(TestNode node, string app, string path, HttpMethod method)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var response = await node.SendAsync(app, path, method, request => request.Content = method == HttpMethod.Post ? new StringContent("sent") : null);
                await response.Content.ReadAsByteArrayAsync();
                Note(response.StatusCode == HttpStatusCode.OK ? null : $"status {(int)response.StatusCode}");
            }
            catch (HttpRequestException exception)
            {
                Note(exception.Message);
            }
        }
    }

    private void Note(string? failure)
    {
        Interlocked.Increment(ref answered);
        if (failure is not null)
        {
            lock (failures)
            {
                failures.Add(failure);
            }
        }
    }
}
