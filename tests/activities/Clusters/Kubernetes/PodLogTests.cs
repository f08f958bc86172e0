using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Pipelines.Activities.Clusters.Kubernetes.Logs;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

public sealed class PodLogTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Mock<IKubernetesApi> api = new();
    private readonly PodLog log;
    private int readings;

    public PodLogTests() => log = new PodLog(api.Object, "app-1", "web-1", "web", TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task A_stream_that_breaks_right_before_the_end_loses_nothing_of_it()
    {
        _ = api.Setup(each => each.ReadLogsAsync(It.IsAny<PodLogQuery>(), It.IsAny<CancellationToken>()))
            .Returns((PodLogQuery _, CancellationToken cancellation) => ++readings == 1 ? BreakAsync(cancellation) : WholeAsync(cancellation));
        log.Update(Pod("""{ "running": { "startedAt": "2026-01-01T12:00:00Z" } }"""));
        (await FollowAsync(2)).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task A_run_that_has_ended_is_read_to_its_end_once()
    {
        _ = api.Setup(each => each.ReadLogsAsync(It.IsAny<PodLogQuery>(), It.IsAny<CancellationToken>()))
            .Returns((PodLogQuery _, CancellationToken cancellation) =>
            {
                readings++;
                return WholeAsync(cancellation);
            });
        End();
        (await FollowAsync(2)).ShouldBe(["one", "two"]);
        await using var lines = log.FollowAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var rest = lines.MoveNextAsync().AsTask();
        log.MarkGone();
        (await rest.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).ShouldBeFalse("each line comes once");
        readings.ShouldBe(2);
    }

    private async Task<IReadOnlyList<string>> FollowAsync(int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        return await log.FollowAsync(limit.Token).Select(line => line.Text).Take(count).ToListAsync(limit.Token);
    }

    private async IAsyncEnumerable<PodLogLine> BreakAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new PodLogLine(s_start, "one");
        cancellation.ThrowIfCancellationRequested();
        await Task.Yield();
        End();
        throw new KubernetesException(503, KubernetesException.Unreachable, "the connection to the API server broke", []);
    }

    private static async IAsyncEnumerable<PodLogLine> WholeAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await Task.Yield();
        yield return new PodLogLine(s_start, "one");
        yield return new PodLogLine(s_start.AddSeconds(1), "two");
    }

    private void End() => log.Update(Pod("""{ "terminated": { "startedAt": "2026-01-01T12:00:00Z", "exitCode": 0 } }"""));

    private static JsonObject Pod(string state) => JsonNode.Parse(
        $$"""{ "metadata": { "name": "web-1" }, "status": { "containerStatuses": [{ "name": "app", "restartCount": 0, "state": {{state}} }] } }""")!.AsObject();
}
