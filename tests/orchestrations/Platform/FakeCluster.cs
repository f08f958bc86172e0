using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Pipelines.Clusters;

namespace Pipelines.Orchestrations.Tests.Platform;

/// <summary>A cluster in memory: releases become healthy at once unless a test says otherwise. What it is asked is recorded.</summary>
internal sealed class FakeCluster : ICluster, ITrafficCounters, IUsageMeter, IInstanceShells, IDomainEdge
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Release> _releases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReleaseStatus> _statuses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JobResult>> _jobs = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets or sets the state that components take when they are applied; null keeps them starting until <see cref="Set"/>.</summary>
    public Func<Release, ReleaseComponent, ComponentStatus> OnApply { get; set; } = (_, component) => Healthy(component.Name);

    public Func<JobRun, JobResult> OnJob { get; set; } = _ => new JobResult(true, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null);

    /// <summary>Gets or sets a value indicating whether jobs run until they are canceled.</summary>
    public bool JobsGoOn { get; set; }

    /// <summary>Gets or sets what happens when releases are listed, before they are.</summary>
    public Action<string> OnList { get; set; } = _ => { };

    public Func<InstanceLogQuery, CancellationToken, IAsyncEnumerable<InstanceLogLine>> OnLogs { get; set; } = (_, _) => AsyncEnumerable.Empty<InstanceLogLine>();

    public Func<ShellRequest, IShellSession> OnShell { get; set; } = _ => throw new ShellException(ShellFailure.NoInstance, "nothing runs here");

    /// <summary>Gets the instances that run.</summary>
    public List<InstanceStatus> Instances { get; } = [];

    /// <summary>Gets the bytes that apps have sent, by name.</summary>
    public Dictionary<string, long> SentBytes { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets what instances use.</summary>
    public List<InstanceUsage> InstanceUsage { get; } = [];

    /// <summary>Gets what was answered; nothing where requests are not counted.</summary>
    public List<RequestUsage> RequestUsage { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>Gets what is answered to challenges, by token.</summary>
    public ConcurrentDictionary<string, string> Challenges { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the certificates that are presented, by the domain's id.</summary>
    public ConcurrentDictionary<string, DomainCertificate> Certificates { get; } = new(StringComparer.Ordinal);

    public string? Routed { get; private set; }

    public IReadOnlyDictionary<string, Release> Releases
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, Release>(_releases, StringComparer.Ordinal);
            }
        }
    }

    public static ComponentStatus Healthy(string name) => new(name, ReleaseState.Healthy, 1, 1, 0, null);

    public static ComponentStatus Starting(string name) => new(name, ReleaseState.Starting, 0, 1, 0, null);

    public static ComponentStatus Failed(string name, InstanceFailureReason reason, int? exitCode, string message) =>
        new(name, ReleaseState.Failed, 0, 1, 0, new InstanceFailure(reason, exitCode, message, ["last words"]));

    public void Set(string releaseId, ComponentStatus component) => Change(() =>
    {
        var status = _statuses[releaseId];
        _statuses[releaseId] = status with
        {
            State = component.State,
            Components = [.. status.Components.Select(other => other.Name == component.Name ? component : other)],
        };
    });

    public Task PublishChallengeAsync(HttpChallenge challenge, CancellationToken cancellation = default)
    {
        Challenges[challenge.Token] = challenge.KeyAuthorization;
        return Task.CompletedTask;
    }

    public Task WithdrawChallengeAsync(string token, CancellationToken cancellation = default)
    {
        _ = Challenges.TryRemove(token, out _);
        return Task.CompletedTask;
    }

    public Task InstallCertificateAsync(DomainCertificate certificate, CancellationToken cancellation = default)
    {
        Certificates[certificate.DomainId] = certificate;
        return Task.CompletedTask;
    }

    public Task RemoveCertificateAsync(string appId, string domainId, string host, CancellationToken cancellation = default)
    {
        _ = Certificates.TryRemove(domainId, out _);
        return Task.CompletedTask;
    }

    public Uri GetSecureUrl(string host) => new($"https://{host}:8443/");

    public Task ApplyAsync(Release release, CancellationToken cancellation = default)
    {
        Change(() =>
        {
            Calls.Add("apply " + release.Id);
            _releases[release.Id] = release;
            _statuses[release.Id] = new ReleaseStatus(
                release.AppId, release.Id, ReleaseState.Starting, false, [.. release.Components.Select(component => OnApply(release, component))]);
        });
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ReleaseStatus> WatchReleaseAsync(string appId, string releaseId, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            Task changed;
            ReleaseStatus status;
            lock (_lock)
            {
                changed = _changed.Task;
                status = StatusOf(appId, releaseId);
            }

            yield return status;
            await changed.WaitAsync(cancellation);
        }
    }

    public Task RouteAsync(string appId, string releaseId, CancellationToken cancellation = default)
    {
        Change(() =>
        {
            Calls.Add("route " + releaseId);
            _releases.ContainsKey(releaseId).ShouldBeTrue("only a release that is there can be routed");
            Routed = releaseId;
        });
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ReleaseStatus>> ListReleasesAsync(string appId, CancellationToken cancellation = default)
    {
        OnList(appId);
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ReleaseStatus>>([.. _statuses.Keys.Select(id => StatusOf(appId, id))]);
        }
    }

    public Task RetireAsync(string appId, string releaseId, CancellationToken cancellation = default)
    {
        Change(() =>
        {
            Calls.Add("retire " + releaseId);
            Routed.ShouldNotBe(releaseId, "the release that has the traffic is never retired");
            _ = _releases.Remove(releaseId);
            _ = _statuses.Remove(releaseId);
        });
        return Task.CompletedTask;
    }

    public Task<JobResult> RunJobAsync(JobRun job, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            Calls.Add("job " + job.Component.Name);
        }

        return JobsGoOn ? ResultOf(job.Key).Task.WaitAsync(cancellation) : Task.FromResult(OnJob(job));
    }

    public Task CancelJobAsync(JobReference job, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            Calls.Add("cancel " + job.Component);
        }

        _ = ResultOf(job.Key).TrySetResult(new JobResult(false, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, new InstanceFailure(InstanceFailureReason.Canceled, 143, "It was canceled.", [])));
        return Task.CompletedTask;
    }

    /// <summary>Ends the jobs that go on well.</summary>
    public void EndJobs()
    {
        foreach (var job in _jobs.Values)
        {
            _ = job.TrySetResult(new JobResult(true, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null));
        }
    }

    public IAsyncEnumerable<InstanceLogLine> ReadLogsAsync(InstanceLogQuery query, CancellationToken cancellation = default) => OnLogs(query, cancellation);

    public Task<IShellSession> OpenShellAsync(ShellRequest request, CancellationToken cancellation = default) => Task.FromResult(OnShell(request));

    public Task<IReadOnlyList<InstanceStatus>> ListInstancesAsync(string appId, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<InstanceStatus>>([.. Instances]);

    public Task<IReadOnlyDictionary<string, long>> ReadSentBytesAsync(CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(SentBytes.ToDictionary(StringComparer.Ordinal));

    public Task<IReadOnlyList<InstanceUsage>> MeasureInstancesAsync(CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<InstanceUsage>>([.. InstanceUsage]);

    public Task<IReadOnlyList<RequestUsage>?> MeasureRequestsAsync(CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<RequestUsage>?>([.. RequestUsage]);

    public Task DeleteAppAsync(string appId, CancellationToken cancellation = default)
    {
        Change(() =>
        {
            Calls.Add("delete");
            _releases.Clear();
            _statuses.Clear();
            Routed = null;
        });
        return Task.CompletedTask;
    }

    public Uri GetDefaultUrl(string appName) => new($"http://{appName}.localhost:8080/");

    private TaskCompletionSource<JobResult> ResultOf(string key) => _jobs.GetOrAdd(key, _ => new TaskCompletionSource<JobResult>(TaskCreationOptions.RunContinuationsAsynchronously));

    private ReleaseStatus StatusOf(string appId, string releaseId) => _statuses.TryGetValue(releaseId, out var status)
        ? status with { Routed = Routed == releaseId }
        : new ReleaseStatus(appId, releaseId, ReleaseState.Absent, false, []);

    private void Change(Action action)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            action();
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}
