using System.Text.Json.Nodes;
using Moq;
using Pipelines.Activities.Builds.Kubernetes.Running;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Tests.Builds.Kubernetes.Running;

public sealed class BuildLogFollowerTests
{
    [Fact]
    public async Task Lines_of_the_same_moment_are_all_written_and_none_twice_after_a_break()
    {
        var readings = 0;
        var now = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var api = new Mock<IKubernetesApi>();
        _ = api.Setup(each => each.ReadLogsAsync(It.IsAny<PodLogQuery>(), It.IsAny<CancellationToken>()))
            .Returns(() => ++readings == 1 ? Lines("one", "two").Concat(Broken()) : Lines("one", "two", "three"));
        var written = new List<string>();
        await using var follower = new BuildLogFollower(api.Object, "builds", ["build"], written.Add, new BuildOutput(), TimeProvider.System);
        follower.Observe(JsonNode.Parse(
            """
            {
              "metadata": { "name": "build-1", "uid": "1" },
              "status": { "phase": "Succeeded", "containerStatuses": [{ "name": "build", "state": { "terminated": { "exitCode": 0 } } }] }
            }
            """)!.AsObject(), isGone: false);
        await follower.CompleteAsync(TimeSpan.FromMinutes(1));
        written.ShouldBe(["===> build", "one", "two", "three"]);

        IAsyncEnumerable<PodLogLine> Lines(params string[] texts) => texts.Select(text => new PodLogLine(now, text)).ToAsyncEnumerable();
    }

    private static async IAsyncEnumerable<PodLogLine> Broken()
    {
        await Task.Yield();
        foreach (var line in Array.Empty<PodLogLine>())
        {
            yield return line;
        }

        throw new KubernetesException(503, KubernetesException.Unreachable, "the connection to the API server broke", []);
    }
}
