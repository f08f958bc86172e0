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
    private readonly ImpatientTime time = new();
    private readonly PodLog log;
    private int readings;

    public PodLogTests() => log = new PodLog(api.Object, "app-1", "web-1", "web", time, NullLogger.Instance);

    [Fact]
    public async Task A_stream_that_breaks_right_before_the_end_loses_nothing_of_it()
    {
        _ = api.Setup(each => each.ReadLogsAsync(It.IsAny<PodLogQuery>(), It.IsAny<CancellationToken>()))
            .Returns((PodLogQuery _, CancellationToken cancellation) => ++readings == 1 ? BreakAsync(cancellation) : Whole());
        log.Update(Pod("""{ "running": { "startedAt": "2026-01-01T12:00:00Z" } }"""));
        (await FollowAsync(2)).ShouldBe(["one", "two"]);
    }

    [Theory]
    [InlineData("""{ "terminated": { "startedAt": "2026-01-01T12:00:00Z", "exitCode": 0 } }""", "Running")]
    [InlineData("""{ "running": { "startedAt": "2026-01-01T12:00:00Z" } }""", "Failed")]
    public async Task What_is_over_is_read_to_its_end_once_although_its_container_may_be_told_to_run_for_ever(string state, string phase)
    {
        _ = api.Setup(each => each.ReadLogsAsync(It.IsAny<PodLogQuery>(), It.IsAny<CancellationToken>()))
            .Returns(() => ++readings == 1 ? Whole() : throw new InvalidOperationException("it is read again"));
        log.Update(Pod(state, phase));
        await using var lines = log.FollowAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        (await lines.MoveNextAsync()).ShouldBeTrue();
        (await lines.MoveNextAsync()).ShouldBeTrue();
        var rest = lines.MoveNextAsync().AsTask();
        time.Waits.ShouldBe(0, "it does not wait in order to read again");
        log.MarkGone();
        (await rest.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).ShouldBeFalse();
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

    private static IAsyncEnumerable<PodLogLine> Whole() => new[] { new PodLogLine(s_start, "one"), new PodLogLine(s_start.AddSeconds(1), "two") }.ToAsyncEnumerable();

    private void End() => log.Update(Pod("""{ "terminated": { "startedAt": "2026-01-01T12:00:00Z", "exitCode": 0 } }"""));

    private static JsonObject Pod(string state, string phase = "Running") => JsonNode.Parse(
        $$"""{ "metadata": { "name": "web-1" }, "status": { "phase": "{{phase}}", "containerStatuses": [{ "name": "app", "restartCount": 0, "state": {{state}} }] } }""")!.AsObject();
}
