using System.Text.Json;
using Pipelines.AppSpecs;

namespace Pipelines.Deployments.Tests;

public sealed class DeploymentStoreTests : StoreFixture
{
    private readonly string _appId = Guid.NewGuid().ToString();

    private DeploymentStore Store => new(State);

    [Fact]
    public async Task ADeploymentIsReadAsItWasWritten()
    {
        var written = NewDeployment(_appId, DeploymentIds.New(DateTimeOffset.UtcNow)) with
        {
            Components = [new ComponentBuild { Name = "web", Kind = ComponentKind.Service, Image = "apps/x/web@sha256:00", Buildpacks = [new UsedBuildpack("example/node", "1.2.3")] }],
        };
        await Store.CreateAsync(written, Cancellation);
        var read = await Store.RequireAsync(_appId, written.Id, Cancellation);
        read.Spec.ShouldBe(written.Spec);
        JsonSerializer.Serialize(read.Components).ShouldBe(JsonSerializer.Serialize(written.Components));
        read.Phase.ShouldBe(DeploymentPhase.PendingBuild);
        DeploymentProgress.Leaves(read.Steps).Count().ShouldBe(6);
    }

    [Fact]
    public async Task CreatingTwiceKeepsTheFirst()
    {
        var id = DeploymentIds.New(DateTimeOffset.UtcNow);
        await Store.CreateAsync(NewDeployment(_appId, id), Cancellation);
        await Store.RecordAsync(Update(id, 1, DeploymentPhase.Building), Cancellation);
        await Store.CreateAsync(NewDeployment(_appId, id), Cancellation);
        (await Store.RequireAsync(_appId, id, Cancellation)).Phase.ShouldBe(DeploymentPhase.Building);
    }

    [Fact]
    public async Task ALateWriteChangesNothing()
    {
        var id = DeploymentIds.New(DateTimeOffset.UtcNow);
        await Store.CreateAsync(NewDeployment(_appId, id), Cancellation);
        await Store.RecordAsync(Update(id, 2, DeploymentPhase.Deploying), Cancellation);
        await Store.RecordAsync(Update(id, 1, DeploymentPhase.Building), Cancellation);
        await Store.RecordAsync(Update(id, 2, DeploymentPhase.Error), Cancellation);
        (await Store.RequireAsync(_appId, id, Cancellation)).Phase.ShouldBe(DeploymentPhase.Deploying);
    }

    [Fact]
    public async Task TheTimeOfThePhaseChangesWithThePhaseAlone()
    {
        var id = DeploymentIds.New(DateTimeOffset.UtcNow);
        await Store.CreateAsync(NewDeployment(_appId, id), Cancellation);
        await Store.RecordAsync(Update(id, 1, DeploymentPhase.Building), Cancellation);
        await Store.RecordAsync(Update(id, 2, DeploymentPhase.Building), Cancellation);
        var stored = await Store.RequireAsync(_appId, id, Cancellation);
        stored.PhaseLastUpdatedAt.ShouldBe(DateTimeOffset.UnixEpoch.AddSeconds(1));
        stored.UpdatedAt.ShouldBe(DateTimeOffset.UnixEpoch.AddSeconds(2));
        stored.History.Select(entry => entry.Message).ShouldBe(["write 1", "write 2"]);
    }

    [Fact]
    public async Task DeploymentsAreListedNewestFirstPageByPage()
    {
        var ids = Enumerable.Range(0, 25).Select(minute => DeploymentIds.New(DateTimeOffset.UtcNow.AddMinutes(minute))).ToList();
        foreach (var id in ids)
        {
            await Store.CreateAsync(NewDeployment(_appId, id), Cancellation);
        }

        await Store.CreateAsync(NewDeployment(Guid.NewGuid().ToString(), DeploymentIds.New(DateTimeOffset.UtcNow)), Cancellation);
        ids.Reverse();
        (await Store.ListAsync(_appId, 0, 10, Cancellation)).Select(deployment => deployment.Id).ShouldBe(ids[..10]);
        (await Store.ListAsync(_appId, 20, 10, Cancellation)).Select(deployment => deployment.Id).ShouldBe(ids[20..]);
        (await Store.ListAsync(_appId, 30, 10, Cancellation)).ShouldBeEmpty();
        (await Store.CountAsync(_appId, Cancellation)).ShouldBe(25);
    }

    [Fact]
    public async Task AnIdThatIsNoUuidFindsNothing() => (await Store.GetAsync(_appId, "../../etc/passwd", Cancellation)).ShouldBeNull();

    [Fact]
    public async Task DeletingLeavesOtherAppsAlone()
    {
        var (mine, other) = (DeploymentIds.New(DateTimeOffset.UtcNow), DeploymentIds.New(DateTimeOffset.UtcNow));
        var otherApp = Guid.NewGuid().ToString();
        await Store.CreateAsync(NewDeployment(_appId, mine), Cancellation);
        await Store.PutSpecAsync(_appId, mine, Spec, Cancellation);
        await Store.CreateAsync(NewDeployment(otherApp, other), Cancellation);
        await Store.DeleteAllAsync(_appId, Cancellation);
        (await Store.GetAsync(_appId, mine, Cancellation)).ShouldBeNull();
        (await Store.GetSpecAsync(_appId, mine, Cancellation)).ShouldBeNull();
        _ = (await Store.GetAsync(otherApp, other, Cancellation)).ShouldNotBeNull();
    }

    private DeploymentUpdate Update(string id, long sequence, DeploymentPhase phase) => new()
    {
        AppId = _appId,
        DeploymentId = id,
        Sequence = sequence,
        At = DateTimeOffset.UnixEpoch.AddSeconds(sequence),
        Phase = phase,
        Steps = DeploymentProgress.Initial(Spec),
        History = [new HistoryEntry(DateTimeOffset.UnixEpoch, $"write {sequence}")],
    };
}
