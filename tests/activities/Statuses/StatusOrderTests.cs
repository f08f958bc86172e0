using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Activities.Source;
using Pipelines.Activities.Statuses;
using Pipelines.Deployments;
using Pipelines.Storage.State;
using Pipelines.Tests.Doubles;

namespace Pipelines.Activities.Tests.Statuses;

/// <summary>Two deployments of one commit: at the commit stands how the newer one is, in whatever order they are told of.</summary>
public sealed class StatusOrderTests : IAsyncDisposable
{
    private const string Commit = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    private static readonly string s_older = DeploymentIds.New(DateTimeOffset.UnixEpoch.AddYears(50));
    private static readonly string s_newer = DeploymentIds.New(DateTimeOffset.UnixEpoch.AddYears(51));
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("statuses-");
    private readonly List<ServiceProvider> _services = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
        {
            await services.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_told_late_of_an_older_deployment_changes_nothing_at_the_commit()
    {
        await using var github = await FakeGitHub.StartAsync();
        _ = await TellAsync(github, s_older, DeploymentPhase.Building);
        _ = await TellAsync(github, s_newer, DeploymentPhase.Building);
        _ = await TellAsync(github, s_newer, DeploymentPhase.Active);

        // Over a restart: the order is on disk.
        var receipt = await TellAsync(github, s_older, DeploymentPhase.Error);
        receipt.Problem.ShouldBeNull();
        LastOf(github).ShouldBe(("success", PageOf(s_newer)));

        // The deployments themselves are each as they are.
        github.Deployments.Count.ShouldBe(2);
        github.DeploymentStatuses.Last().Deployment.ShouldBe(receipt.ProviderId!.Value);
        github.DeploymentStatuses.Last().Body["state"]!.ToString().ShouldBe("failure");

        // Another commit, and the same one again of the newest, are told as ever.
        _ = await TellAsync(github, s_older, DeploymentPhase.Active, new string('c', 40));
        LastOf(github).ShouldBe(("success", PageOf(s_older)));
        _ = await TellAsync(github, s_newer, DeploymentPhase.Error);
        LastOf(github).ShouldBe(("failure", PageOf(s_newer)));
    }

    [Fact]
    public async Task A_request_that_is_overtaken_on_its_way_is_put_right_after_it_arrived()
    {
        await using var github = await FakeGitHub.StartAsync();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = 0;
        github.Instead = async _ =>
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                arrived.SetResult();
                await released.Task;
            }

            return false;
        };
        var older = TellAsync(github, s_older, DeploymentPhase.Active);
        await arrived.Task.WaitAsync(Cancellation);
        _ = await TellAsync(github, s_newer, DeploymentPhase.Error);
        released.SetResult();
        (await older).Problem.ShouldBeNull();
        github.Statuses.Select(status => status.Body["state"]!.ToString()).ShouldBe(["failure", "success", "failure"]);
        LastOf(github).ShouldBe(("failure", PageOf(s_newer)));
    }

    [Fact]
    public async Task Only_the_commits_deployed_last_are_kept()
    {
        var state = Services("http://127.0.0.1:1").GetRequiredService<IStateStore>();
        var store = new CommitStatusStore(state);
        for (var number = 0; number < 60; number++)
        {
            _ = await store.NoteAsync(Status(DeploymentIds.New(DateTimeOffset.UnixEpoch.AddDays(number)), DeploymentPhase.Active, number.ToString("d40")), Cancellation);
        }

        var document = (await state.ListAsync("commit-statuses", cancellation: Cancellation)).ShouldHaveSingleItem();
        document.Json.ShouldNotContain(9.ToString("d40"));
        document.Json.ShouldContain(10.ToString("d40"));
        await store.DeleteAsync("shop", Cancellation);
        (await state.ListAsync("commit-statuses", cancellation: Cancellation)).ShouldBeEmpty();
    }

    private static (string State, string Page) LastOf(FakeGitHub github)
    {
        var body = github.Statuses.Last().Body;
        return (body["state"]!.ToString(), body["target_url"]!.ToString());
    }

    private static string PageOf(string deployment) => $"https://pipelines.example/panel/apps/a-1/deployments/{deployment}";

    private static DeploymentStatus Status(string deployment, DeploymentPhase phase, string commit) => new()
    {
        AppId = "a-1",
        AppName = "shop",
        DeploymentId = deployment,
        Repository = new HostedRepository("github", "acme/shop"),
        Commit = commit,
        Phase = phase,
    };

    // Each time by services of its own, as after a restart.
    private Task<StatusReceipt> TellAsync(FakeGitHub github, string deployment, DeploymentPhase phase, string commit = Commit) =>
        ActivatorUtilities.CreateInstance<TellStatusActivity>(Services(github.Address.ToString())).RunAsync(null!, Status(deployment, phase, commit));

    private ServiceProvider Services(string address)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [StatusOptions.Section + ":GitHubUrl"] = address,
            [StatusOptions.Section + ":GitHubToken"] = FakeGitHub.PersonalToken,
            ["Pipelines:PublicUrl"] = "https://pipelines.example/",
        }).Build();
        var services = new ServiceCollection()
            .AddSingleton<IStateStore>(_ => new SqliteStateStore(Path.Combine(_directory.FullName, "state.db")))
            .AddLogging().AddSingleton(TimeProvider.System).AddOptions<HostedSourceOptions>().Services.AddStatuses(configuration).BuildServiceProvider();
        _services.Add(services);
        return services;
    }
}
