using Pipelines.AppSpecs;
using Pipelines.Storage.State;

namespace Pipelines.Deployments.Tests;

/// <summary>A real state store in a directory of its own.</summary>
public abstract class StoreFixture : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("deployments-");

    protected StoreFixture() => State = new SqliteStateStore(Path.Combine(_directory.FullName, "state.db"));

    protected static AppSpec Spec { get; } = new() { Name = "shop", Services = [new ServiceSpec { Name = "web" }] };

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected SqliteStateStore State { get; }

    public void Dispose()
    {
        (State as IDisposable)?.Dispose();
        _directory.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static Deployment NewDeployment(string appId, string id) => new()
    {
        Id = id,
        AppId = appId,
        Spec = Spec,
        Cause = new DeploymentCause(DeploymentCauseType.Manual, "manual"),
        CreatedAt = DateTimeOffset.UnixEpoch,
        Steps = DeploymentProgress.Initial(Spec),
    };
}
