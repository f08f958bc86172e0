using Pipelines.Activities.Deliveries;
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

    public MatchDeliveryActivityTests()
    {
        _state = new SqliteStateStore(Path.Combine(_directory.FullName, "state.db"));
        _apps = new AppStore(_state, TimeProvider.System);
    }

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
    public async Task AnUnknownRepositoryMatchesNothing() => (await MatchAsync(Push("nobody/nothing", "main"))).ShouldBeEmpty();

    private static ServiceSpec Service(string name, string repository, string branch, bool onPush = true) =>
        new() { Name = name, GitHub = new GitHubSource { Repo = repository, Branch = branch, DeployOnPush = onPush } };

    private static PushDelivery Push(string repository, string branch, params IReadOnlyList<string> paths) => new()
    {
        Provider = "github",
        Repository = repository,
        Branch = branch,
        Commit = new string('c', 40),
        ChangedPaths = paths.Count == 0 ? null : paths,
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private Task<IReadOnlyList<DeliveryMatch>> MatchAsync(PushDelivery push) => new MatchDeliveryActivity(_apps).RunAsync(null!, push);

    private async Task<string> AddAsync(params IReadOnlyList<ServiceSpec> services)
    {
        var id = Guid.CreateVersion7().ToString();
        await _apps.CreateAsync(new App { Id = id, OwnerId = "team", Spec = new AppSpec { Name = "shop", Services = services }, CreatedAt = DateTimeOffset.UnixEpoch }, TestContext.Current.CancellationToken);
        return id;
    }
}
