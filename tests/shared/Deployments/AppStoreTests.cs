using Pipelines.AppSpecs;
using Pipelines.Deployments.Requests;

namespace Pipelines.Deployments.Tests;

public sealed class AppStoreTests : StoreFixture
{
    private AppStore Store => new(State, TimeProvider.System);

    [Fact]
    public async Task AmongManyOneGetsTheName()
    {
        var ids = Enumerable.Range(0, 16).Select(_ => Guid.NewGuid().ToString()).ToList();
        var holders = await Task.WhenAll(ids.Select(id => Store.ReserveNameAsync("shop", id, Cancellation)));
        holders.Distinct().Count().ShouldBe(1);
        ids.ShouldContain(holders[0]);
    }

    [Fact]
    public async Task OnlyTheHolderGivesANameBack()
    {
        _ = await Store.ReserveNameAsync("shop", "one", Cancellation);
        await Store.ReleaseNameAsync("shop", "two", Cancellation);
        (await Store.FindNameAsync("shop", Cancellation))!.AppId.ShouldBe("one");
        await Store.ReleaseNameAsync("shop", "one", Cancellation);
        (await Store.FindNameAsync("shop", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task ALateWriteChangesNothingAndOneToAGoneAppIsNoError()
    {
        var id = Guid.NewGuid().ToString();
        await Store.CreateAsync(new App { Id = id, OwnerId = "team", Spec = Spec, CreatedAt = DateTimeOffset.UnixEpoch }, Cancellation);
        await Store.RecordAsync(Update(id, 2, "b"), null, Cancellation);
        await Store.RecordAsync(Update(id, 1, "a"), null, Cancellation);
        var app = await Store.RequireAsync(id, Cancellation);
        app.ActiveDeploymentId.ShouldBe("b");
        app.LastDeploymentActiveAt.ShouldBe(DateTimeOffset.UnixEpoch.AddSeconds(2));
        await Store.DeleteAsync(id, Cancellation);
        await Store.RecordAsync(Update(id, 3, "c"), null, Cancellation);
        (await Store.GetAsync(id, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task WaitingEndsWithTheConditionOrTheTime()
    {
        var id = Guid.NewGuid().ToString();
        var waiting = Store.WaitAsync(id, app => app is not null, TimeSpan.FromSeconds(60), Cancellation);
        await Store.CreateAsync(new App { Id = id, OwnerId = "team", Spec = Spec, CreatedAt = DateTimeOffset.UnixEpoch }, Cancellation);
        (await waiting).Met.ShouldBeTrue();
        var (met, last) = await Store.WaitAsync(id, app => app is null, TimeSpan.Zero, Cancellation);
        met.ShouldBeFalse();
        last!.Id.ShouldBe(id);
    }

    [Fact]
    public async Task AppsAreFoundByTeamInTheOrderOfTheirCreation()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await CreateAsync("team", i));
            _ = await CreateAsync("other", i);
        }

        var (page, total) = await Store.ListByOwnerAsync("team", 1, 3, Cancellation);
        total.ShouldBe(5);
        page.Select(app => app.Id).ShouldBe(ids[1..4]);
        await Store.DeleteAsync(ids[1], Cancellation);
        (page, total) = await Store.ListByOwnerAsync("team", 0, 100, Cancellation);
        total.ShouldBe(4);
        page.Select(app => app.Id).ShouldBe([ids[0], .. ids[2..]]);
        (await Store.ListByOwnerAsync("nobody", 0, 10, Cancellation)).Total.ShouldBe(0);
        (await Store.ListByOwnerAsync("team", 50, 10, Cancellation)).Page.ShouldBeEmpty();
    }

    [Fact]
    public async Task AppsAreFoundByTheRepositoriesTheyHadAndHave()
    {
        var id = await CreateAsync("team", 0, Hosted("o/Shop"));
        var cloned = await CreateAsync("team", 1, Cloned("https://user:secret@git.example/o/shop.git"));
        (await FindAsync("github", "O/shop")).ShouldBe([id]);
        (await FindAsync("gitlab", "o/shop")).ShouldBeEmpty();
        (await FindAsync("github", "o/none", "https://git.example/o/shop")).ShouldBe([cloned]);
        (await FindAsync("github", "o/shop", "https://git.example/o/shop.git/")).ShouldBe([id, cloned]);

        await Store.RecordAsync(Update(id, 1, "a"), Hosted("o/next"), Cancellation);
        (await FindAsync("github", "o/next")).ShouldBe([id]);
        (await FindAsync("github", "o/shop")).ShouldBe([id]);
        await Store.DeleteAsync(id, Cancellation);
        (await FindAsync("github", "o/next")).ShouldBeEmpty();
        (await State.ListKeysAsync("apps-by-repository", cancellation: Cancellation)).ShouldHaveSingleItem().ShouldEndWith(cloned);
    }

    [Fact]
    public async Task TheIndexOfAStoreThatIsOlderIsMade()
    {
        var id = await CreateAsync("team", 0, Hosted("o/shop"));
        await EmptyAsync("apps-by-owner");
        await EmptyAsync("apps-by-repository");
        await EmptyAsync("indexes");
        (await Store.ListByOwnerAsync("team", 0, 10, Cancellation)).Page.ShouldHaveSingleItem().Id.ShouldBe(id);
        (await FindAsync("github", "o/shop")).ShouldBe([id]);
    }

    [Fact]
    public async Task WhatACrashLeavesInTheIndexIsPassedOver()
    {
        var id = await CreateAsync("team", 0, Hosted("o/shop"));
        _ = await Store.ListByOwnerAsync("team", 0, 10, Cancellation);
        _ = await State.DeleteAsync("apps", id, cancellation: Cancellation);
        (await Store.ListByOwnerAsync("team", 0, 10, Cancellation)).Page.ShouldBeEmpty();
        (await FindAsync("github", "o/shop")).ShouldBeEmpty();
    }

    private static AppSpec Hosted(string repository) =>
        new() { Name = "shop", Services = [new ServiceSpec { Name = "web", GitHub = new GitHubSource { Repo = repository, Branch = "main", DeployOnPush = true } }] };

    private static AppSpec Cloned(string url) =>
        new() { Name = "shop", Workers = [new WorkerSpec { Name = "web", Git = new GitSource { RepoCloneUrl = url, Branch = "main" } }] };

    private async Task<string> CreateAsync(string team, int second, AppSpec? spec = null)
    {
        var id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddYears(30).AddSeconds(second)).ToString();
        await Store.CreateAsync(new App { Id = id, OwnerId = team, Spec = spec ?? Spec, CreatedAt = DateTimeOffset.UnixEpoch }, Cancellation);
        return id;
    }

    private async Task<IEnumerable<string>> FindAsync(string provider, string repository, params string[] urls) =>
        (await Store.FindByRepositoryAsync(
            new PushDelivery { Provider = provider, Repository = repository, CloneUrls = urls, Branch = "main", Commit = "c", ReceivedAt = DateTimeOffset.UnixEpoch }, Cancellation)).Select(app => app.Id);

    private async Task EmptyAsync(string collection)
    {
        foreach (var key in await State.ListKeysAsync(collection, cancellation: Cancellation))
        {
            _ = await State.DeleteAsync(collection, key, cancellation: Cancellation);
        }
    }

    private static AppUpdate Update(string id, long sequence, string active) => new()
    {
        AppId = id,
        Sequence = sequence,
        At = DateTimeOffset.UnixEpoch.AddSeconds(sequence),
        ActiveDeploymentId = active,
    };
}
