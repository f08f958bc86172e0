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
        var waiting = Store.WaitAsync(id, app => app is not null, TimeSpan.FromSeconds(10), Cancellation);
        await Store.CreateAsync(new App { Id = id, OwnerId = "team", Spec = Spec, CreatedAt = DateTimeOffset.UnixEpoch }, Cancellation);
        (await waiting).Met.ShouldBeTrue();
        var (met, last) = await Store.WaitAsync(id, app => app is null, TimeSpan.Zero, Cancellation);
        met.ShouldBeFalse();
        last!.Id.ShouldBe(id);
    }

    private static AppUpdate Update(string id, long sequence, string active) => new()
    {
        AppId = id,
        Sequence = sequence,
        At = DateTimeOffset.UnixEpoch.AddSeconds(sequence),
        ActiveDeploymentId = active,
    };
}
