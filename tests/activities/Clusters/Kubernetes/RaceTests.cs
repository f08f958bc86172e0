using System.Text.Json.Nodes;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>What becomes of a call while somebody else does something at its worst moment, on a real cluster.</summary>
public sealed class RaceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Job")]
    [InlineData("Secret")]
    [InlineData("parallelism")]
    public async Task A_job_that_is_canceled_while_it_is_being_made_never_begins(string moment)
    {
        await using var app = await AppOnCluster.StartAsync(options => options with { RuntimeClass = "" });
        var job = app.Job("late", "echo begun; sleep 1000");
        var reference = new JobReference(app.Id, job.ReleaseId, job.Component.Name, job.Key);
        var api = new MeddledApi(app.Api, manifest => IsMoment(moment, manifest), () => app.Driver.CancelJobAsync(reference, Cancellation));
        var result = await app.NewDriver(api).RunJobAsync(job, Cancellation).WaitAsync(TimeSpan.FromMinutes(2), Cancellation);
        api.HasMeddled.ShouldBeTrue();
        result.Failure!.Reason.ShouldBe(InstanceFailureReason.Canceled);
        (await app.Driver.RunJobAsync(job, Cancellation)).Failure!.Reason.ShouldBe(InstanceFailureReason.Canceled);
        (await app.ObjectsAsync("jobs")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_release_whose_namespace_is_deleted_while_it_is_applied_is_not_refused_and_the_next_try_makes_it_again()
    {
        await using var app = await AppOnCluster.StartAsync(options => options with { RuntimeClass = "" });
        var release = app.Release("r1", app.Worker("exec sleep 1000"));
        var api = new MeddledApi(
            app.Api,
            manifest => (string?)manifest["kind"] == "Deployment",
            () => app.Cluster.KubectlAsync(["delete", "namespace", "app-" + app.Id, "--wait=false"], cancellation: Cancellation));
        (await Should.ThrowAsync<KubernetesException>(() => app.NewDriver(api).ApplyAsync(release, Cancellation))).StatusCode.ShouldBeOneOf(403, 404);
        await app.StartAsync(release);
    }

    private static bool IsMoment(string moment, JsonObject manifest) => moment switch
    {
        "parallelism" => (int?)manifest["patch"]?["spec"]?["parallelism"] == 1,
        "Secret" => (string?)manifest["kind"] == "Secret" && (string?)manifest["metadata"]?["labels"]?["pipelines.dev/record"] == "job",
        var kind => (string?)manifest["kind"] == kind,
    };
}
