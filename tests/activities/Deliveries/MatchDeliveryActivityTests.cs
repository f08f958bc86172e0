using Microsoft.Extensions.Options;
using Pipelines.Activities.Deliveries;
using Pipelines.Activities.Source;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Storage.State;

namespace Pipelines.Activities.Tests.Deliveries;

public sealed class MatchDeliveryActivityTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("deliveries-");
    private readonly SqliteStateStore _state;
    private readonly AppStore _apps;
    private readonly PlayedGit _git = new();

    public MatchDeliveryActivityTests()
    {
        _state = new SqliteStateStore(Path.Combine(_directory.FullName, "state.db"));
        _apps = new AppStore(_state, TimeProvider.System);
    }

    private AppGitSettingsStore Settings => new(_state);

    public void Dispose()
    {
        (_state as IDisposable)?.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task OnlyWhatDeploysOnPushFromThatRepositoryAndBranchMatches()
    {
        var id = await AddAsync(
            Service("web", "Acme/Shop", "main"),
            Service("manual", "acme/shop", "main", onPush: false),
            Service("other-branch", "acme/shop", "next"),
            Service("other-repository", "acme/blog", "main"));
        var match = (await MatchAsync(Push("acme/shop", "main"))).ShouldHaveSingleItem();
        match.AppId.ShouldBe(id);
        match.Components.ShouldBe(["web"]);
    }

    [Fact]
    public async Task AChangeElsewhereInTheRepositoryIsNoReasonToDeploy()
    {
        _ = await AddAsync(Service("web", "acme/shop", "main") with { SourceDir = "/web" }, Service("api", "acme/shop", "main") with { SourceDir = "api/" });
        (await MatchAsync(Push("acme/shop", "main", "api/main.go", "webpage/x")))[0].Components.ShouldBe(["api"]);
        (await MatchAsync(Push("acme/shop", "main", "README.md"))).ShouldBeEmpty();
        (await MatchAsync(Push("acme/shop", "main") with { ChangedPaths = null }))[0].Components.ShouldBe(["web", "api"]);
    }

    [Fact]
    public async Task APlainGitSourceMatchesByItsAddress()
    {
        _ = await AddAsync(new ServiceSpec { Name = "web", Git = new GitSource { RepoCloneUrl = "https://user:secret@git.example/acme/shop", Branch = "main" } });
        var push = Push("acme/shop", "main") with { CloneUrls = ["https://git.example/acme/shop.git"] };
        (await MatchAsync(push))[0].Components.ShouldBe(["web"]);
        (await MatchAsync(push with { Branch = "next" })).ShouldBeEmpty();
        (await MatchAsync(push with { CloneUrls = ["https://git.example/acme/blog.git"] })).ShouldBeEmpty();
    }

    [Fact]
    public async Task AListedPathTouchesItsComponent()
    {
        var id = await AddAsync(Service("web", "acme/shop", "main") with { SourceDir = "web" }, Service("api", "acme/shop", "main"));
        _ = await Settings.ChangeAsync(id, known => known with { Paths = new Dictionary<string, IReadOnlyList<string>> { ["web"] = ["libs/ui/", "package.json"], ["api"] = ["/api"] } }, Cancellation);
        (await MatchAsync(Push("acme/shop", "main", "libs/ui/button.ts")))[0].Components.ShouldBe(["web"]);
        (await MatchAsync(Push("acme/shop", "main", "package.json")))[0].Components.ShouldBe(["web"]);
        (await MatchAsync(Push("acme/shop", "main", "package.json.old", "libs/uix"))).ShouldBeEmpty();
        (await MatchAsync(Push("acme/shop", "main", "api/x")))[0].Components.ShouldBe(["api"], "what is listed for it is all that concerns a component without a source directory");
    }

    [Fact]
    public async Task WhatAPushDoesNotListIsComparedByGit()
    {
        _ = await AddAsync(Service("web", "acme/shop", "main") with { SourceDir = "web" }, Service("api", "acme/shop", "main") with { SourceDir = "api" });
        _git.Trees[("a", "web")] = _git.Trees[("b", "web")] = "same";
        (_git.Trees[("a", "api")], _git.Trees[("b", "api")]) = ("old", "new");
        (await MatchAsync(Push("acme/shop", "main") with { Before = Commit('a'), Commit = Commit('b') }))[0].Components.ShouldBe(["api"]);
        (await MatchAsync(Push("acme/shop", "next") with { Before = null, Commit = Commit('b') })).ShouldBeEmpty("another branch");
    }

    [Fact]
    public async Task ForcedAwayCommitsCannotBeComparedAndAreDeployed()
    {
        _ = await AddAsync(Service("web", "acme/shop", "main") with { SourceDir = "web" });
        (await MatchAsync(Push("acme/shop", "main") with { Before = Commit('e'), Commit = Commit('f') }))[0].Components.ShouldBe(["web"]);
    }

    [Fact]
    public async Task TheNewestCommitWinsInWhateverOrderPushesArrive()
    {
        _ = await AddAsync(Service("web", "acme/shop", "main"));
        var first = (await MatchAsync(Move('a', 'b')))[0];
        var third = (await MatchAsync(Move('b', 'c')))[0];
        (first.Push.Sequence, third.Push.Sequence, third.Commit).ShouldBe((1, 2, Commit('c')));
        _git.Looks.ShouldBe(0, "each follows the one before");

        // d→e arrives before c→d: git is asked, once.
        _git.Head = Commit('e');
        var newest = (await MatchAsync(Move('d', 'e')))[0];
        var late = (await MatchAsync(Move('c', 'd') with { ReceivedAt = DateTimeOffset.UnixEpoch }))[0];
        (newest.Commit, newest.Push.Sequence).ShouldBe((Commit('e'), 3));
        (late.Commit, late.Push.Sequence).ShouldBe((Commit('e'), 3));
        _git.Looks.ShouldBe(1);

        // Forced back to where it once was.
        var forced = (await MatchAsync(Move('e', 'b')))[0];
        (forced.Commit, forced.Push.Sequence).ShouldBe((Commit('b'), 4));
        _git.Looks.ShouldBe(1);
    }

    [Fact]
    public async Task APushThatWasNeverDeliveredIsMadeUpForByTheNext()
    {
        _ = await AddAsync(Service("web", "acme/shop", "main") with { SourceDir = "web" });
        _ = await MatchAsync(Move('a', 'b'));
        _git.Head = Commit('d');
        (_git.Trees[("b", "web")], _git.Trees[("d", "web")]) = ("old", "new");
        (await MatchAsync(Move('c', 'd') with { ChangedPaths = ["README.md"] }))[0].Components.ShouldBe(["web"], "b→c changed it and got lost");
    }

    [Fact]
    public async Task AMarkerInTheMessageIsHeeded()
    {
        _ = await AddAsync(Service("web", "acme/shop", "main"));
        (await MatchAsync(Move('a', 'b') with { SkipsDeployment = true })).ShouldBeEmpty();
        (await MatchAsync(Move('b', 'c')))[0].Push.Sequence.ShouldBe(2, "the branch went on all the same");
    }

    [Fact]
    public async Task AnUnknownRepositoryMatchesNothing() => (await MatchAsync(Push("nobody/nothing", "main"))).ShouldBeEmpty();

    private static ServiceSpec Service(string name, string repository, string branch, bool onPush = true) =>
        new() { Name = name, GitHub = new GitHubSource { Repo = repository, Branch = branch, DeployOnPush = onPush } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Commit(char digit) => new(digit, 40);

    private static PushDelivery Move(char from, char to) => Push("acme/shop", "main") with { Before = Commit(from), Commit = Commit(to), ReceivedAt = DateTimeOffset.UtcNow };

    private static PushDelivery Push(string repository, string branch, params IReadOnlyList<string> paths) => new()
    {
        Provider = "github",
        Repository = repository,
        Branch = branch,
        Commit = new string('c', 40),
        ChangedPaths = paths.Count == 0 ? null : paths,
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private Task<IReadOnlyList<DeliveryMatch>> MatchAsync(PushDelivery push) => new MatchDeliveryActivity(
        _apps,
        Settings,
        new BranchWatch(new BranchHeadStore(_state), _git, TimeProvider.System),
        new ComponentSources(Options.Create(new HostedSourceOptions { GitHubUrl = _git.Root })),
        new TreeComparison(_git)).RunAsync(null!, push);

    private async Task<string> AddAsync(params IReadOnlyList<ServiceSpec> services)
    {
        var id = Guid.CreateVersion7().ToString();
        await _apps.CreateAsync(new App { Id = id, OwnerId = "team", Spec = new AppSpec { Name = "shop", Services = services }, CreatedAt = DateTimeOffset.UnixEpoch }, TestContext.Current.CancellationToken);
        return id;
    }
}
