using System.Globalization;
using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters;

/// <summary>A cluster with one app of a test on it, as the tests that every driver passes (<see cref="ClusterKit"/>) need it. Disposing of it removes the app.</summary>
internal abstract class ClusterUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Gets the driver.</summary>
    public abstract ICluster Driver { get; }

    /// <summary>Gets the app's id.</summary>
    public abstract string Id { get; }

    /// <summary>Gets an image with busybox: <c>repository@sha256:…</c>.</summary>
    protected abstract string Busybox { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Asks the app as a visitor does; null when nothing serves it.</summary>
    public abstract Task<string?> AskAsync();

    /// <summary>A service that answers its release's id on port 8080.</summary>
    public ReleaseComponent Web(string releaseId, string name = "web") => Serving($"mkdir /tmp/www; echo -n {releaseId} >/tmp/www/index.html; exec httpd -f -p 8080 -h /tmp/www", name);

    /// <summary>A service with a command of its own.</summary>
    public ReleaseComponent Serving(string command, string name = "web") => Worker(command, name) with
    {
        Kind = ComponentKind.Service,
        HttpPort = 8080,
        Readiness = new HealthProbe("/", 8080, 0, 1, 1, 1, 20),
    };

    public ReleaseComponent Worker(string command, string name = "work") => new()
    {
        Name = name,
        Kind = ComponentKind.Worker,
        Image = Busybox,
        RunCommand = command,
        Environment = new Dictionary<string, string> { ["PORT"] = 8080.ToString(CultureInfo.InvariantCulture) },
        CpuMillicores = 100,
        MemoryBytes = 64L << 20,
        DrainSeconds = 0,
        GracePeriodSeconds = 1,
    };

    public virtual Release Release(string id, params ReleaseComponent[] components) => new()
    {
        Id = id,
        AppId = Id,
        AppName = Id,
        Components = components,
        Rules = [.. components.Where(component => component.HttpPort > 0).Select(component => new IngressRule
        {
            Match = new IngressMatch { Path = new StringMatch { Prefix = "/" } },
            Component = new ComponentRoute { Name = component.Name },
        })],
    };

    public JobRun Job(string key, string command) => new() { Key = key, AppId = Id, ReleaseId = "r1", Component = Worker(command, "job") with { Kind = ComponentKind.Job } };

    /// <summary>Waits until a release is in one of some states.</summary>
    public async Task<ReleaseStatus> UntilAsync(string releaseId, params ReleaseState[] states)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        ReleaseStatus? last = null;
        try
        {
            await foreach (var status in Driver.WatchReleaseAsync(Id, releaseId, limit.Token))
            {
                last = status;
                if (states.Contains(status.State))
                {
                    return status;
                }
            }
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            // Told below.
        }

        throw new TimeoutException($"release {releaseId} is {last?.State}, not {string.Join(" or ", states)}: {string.Join("; ", last?.Components.Select(each => each.ToString()) ?? [])}");
    }

    /// <summary>Applies a release and waits until it is healthy.</summary>
    public async Task StartAsync(Release release)
    {
        await Driver.ApplyAsync(release, Cancellation);
        (await UntilAsync(release.Id, ReleaseState.Healthy, ReleaseState.Failed)).State.ShouldBe(ReleaseState.Healthy);
    }

    public abstract ValueTask DisposeAsync();
}
