using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Api.Jobs;

public sealed class JobInvocationsFunctionsTests
{
    private static readonly object s_source = new { repo_clone_url = "https://git.example/shop.git", branch = "main" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scheduled_jobs_tell_their_next_time_and_their_last_run()
    {
        await using var api = await new TestApi().StartAsync();
        var report = new { name = "report", kind = "SCHEDULED", git = s_source, run_command = "./report", schedule = new { cron = "0 4 * * *", time_zone = "Europe/Berlin" } };
        var (app, deployment) = await api.CreateActiveAsync(new { name = "shop", services = new[] { TestApi.Service("web") }, jobs = new[] { report } });
        var job = await JobAsync(api, app);
        job.GetProperty("schedule").GetProperty("time_zone").GetString().ShouldBe("Europe/Berlin");
        var next = TimeZoneInfo.ConvertTime(job.GetProperty("next_run_at").GetDateTimeOffset(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        (next.Hour, next.Minute).ShouldBe((4, 0));
        job.TryGetProperty("last_invocation", out _).ShouldBeFalse();

        var due = JobInvocation.OfSchedule(app, deployment, "report", DateTimeOffset.UtcNow) with { Cron = "0 4 * * *", TimeZone = "Europe/Berlin" };
        var store = api.Services.GetRequiredService<JobInvocationStore>();
        _ = await store.CreateAsync(due, Cancellation);
        _ = await store.EndAsync(app, due.Id, JobInvocationPhase.Failed, Failure.Of(ReasonCodes.DeployContainerExitNonZero, "it ended with exit code 3") with { ExitCode = 3 }, DateTimeOffset.UtcNow, Cancellation);
        var last = (await JobAsync(api, app)).GetProperty("last_invocation");
        last.GetProperty("exit_code").GetInt32().ShouldBe(3);
        last.GetProperty("trigger").GetProperty("type").GetString().ShouldBe("SCHEDULE");
        last.GetProperty("trigger").GetProperty("scheduled").GetProperty("schedule").GetProperty("cron").GetString().ShouldBe("0 4 * * *");
        last.GetProperty("reason").GetProperty("code").GetString().ShouldBe("DeployContainerExitNonZero");
    }

    [Fact]
    public async Task A_run_is_followed_while_it_goes_on_and_canceled()
    {
        await using var api = await new TestApi().StartAsync();
        api.Cluster.JobsGoOn = true;
        api.Cluster.OnLogs = (query, end) => query.Follow ? WriteAsync(end) : Lines("working", "stopped");
        var migrate = new { name = "migrate", kind = "PRE_DEPLOY", git = s_source, run_command = "./migrate" };
        var (app, deployment) = await api.CreateAsync(new { name = "shop", services = new[] { TestApi.Service("web") }, jobs = new[] { migrate } });
        var run = await RunAsync(api, app, "RUNNING");
        run.GetProperty("trigger").GetProperty("type").GetString().ShouldBe("DEPLOY");
        var id = run.GetProperty("id").GetString()!;
        var logs = await api.GetAsync($"v2/apps/{app}/jobs/migrate/invocations/{id}/logs?type=JOB_INVOCATION&follow=true");
        await using var followed = await LogClient.ConnectAsync(logs.GetProperty("live_url").GetString()!);
        (await followed.ReadAsync())!.ShouldContain("job migrate starts");
        (await followed.ReadAsync())!.ShouldContain("working");

        var canceled = await api.PostAsync($"v2/apps/{app}/job-invocations/{id}/cancel");
        canceled.GetProperty("job_invocation").GetProperty("id").GetString().ShouldBe(id);
        var ended = await RunAsync(api, app, "CANCELED");
        ended.GetProperty("reason").GetProperty("code").GetString().ShouldBe("Canceled");
        ended.GetProperty("exit_code").GetInt32().ShouldBe(143);
        (await followed.ReadAsync())!.ShouldContain("stopped");
        (await followed.ReadAsync())!.ShouldContain("job migrate failed: It was canceled.");
        _ = await api.PostAsync($"v2/apps/{app}/job-invocations/{id}/cancel", status: HttpStatusCode.BadRequest);
        var failed = await api.DeploymentAsync(app, deployment, "ERROR");
        failed.GetProperty("progress").ToString().ShouldContain("It was canceled.");
        var historic = await api.GetAsync($"v2/apps/{app}/jobs/migrate/invocations/{id}/logs?type=JOB_INVOCATION");
        historic.GetProperty("live_url").GetString().ShouldBeEmpty();
        (await api.Client.GetStringAsync(historic.GetProperty("historic_urls")[0].GetString(), Cancellation)).ShouldContain("working");
    }

    [Fact]
    public async Task Of_each_job_the_newest_hundred_runs_are_kept()
    {
        await using var api = await new TestApi().StartAsync();
        var store = api.Services.GetRequiredService<JobInvocationStore>();
        var (app, start) = (Guid.CreateVersion7().ToString(), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        for (var minute = 0; minute < JobInvocationStore.KeptPerJob + 5; minute++)
        {
            foreach (var job in (string[])["report", .. minute < 3 ? ["other"] : (string[])[]])
            {
                var run = await store.CreateAsync(JobInvocation.OfSchedule(app, app, job, start.AddMinutes(minute)), Cancellation);
                _ = await store.EndAsync(app, run.Id, JobInvocationPhase.Succeeded, null, start, Cancellation);
            }
        }

        var gone = await store.PruneAsync(app, "report", Cancellation);
        gone.Select(run => run.CreatedAt).ShouldBe(Enumerable.Range(0, 5).Select(minute => start.AddMinutes(minute)), ignoreOrder: true);
        var kept = await store.ListAsync(app, Cancellation);
        kept.Count(run => run.JobName == "report").ShouldBe(JobInvocationStore.KeptPerJob);
        kept.Count(run => run.JobName == "other").ShouldBe(3);
    }

    private static async Task<JsonElement> JobAsync(TestApi api, string app) =>
        (await api.GetAsync($"platform/apps/{app}/scheduled-jobs")).GetProperty("scheduled_jobs").EnumerateArray().ShouldHaveSingleItem();

    private static async Task<JsonElement> RunAsync(TestApi api, string app, string phase)
    {
        JsonElement found = default;
        await TestApi.UntilAsync(
            async () => (found = (await api.GetAsync($"v2/apps/{app}/job-invocations")).GetProperty("job_invocations")).GetArrayLength() == 1 && found[0].GetProperty("phase").GetString() == phase,
            () => found.ToString());
        return found[0];
    }

    private static async IAsyncEnumerable<InstanceLogLine> WriteAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken end)
    {
        yield return new InstanceLogLine("migrate", "migrate-job", DateTimeOffset.UtcNow, "working");
        await Task.Delay(Timeout.Infinite, end);
    }

    private static IAsyncEnumerable<InstanceLogLine> Lines(params string[] texts) =>
        texts.Select(text => new InstanceLogLine("migrate", "migrate-job", DateTimeOffset.UtcNow, text)).ToAsyncEnumerable();
}
