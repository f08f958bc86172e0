using System.Collections.Concurrent;
using Pipelines.Activities.Builds;

namespace Pipelines.Orchestrations.Tests.Platform;

/// <summary>A builder that makes nothing but a digest, or does what a test says.</summary>
internal sealed class FakeBuilder : IBuilder
{
    public ConcurrentQueue<BuildRequest> Requests { get; } = [];

    public Func<BuildRequest, CancellationToken, Task<BuildResult>> OnBuild { get; set; } = (request, _) => Task.FromResult(Image(request));

    /// <summary>Gets what takes the output of the newest build.</summary>
    public Action<string> Log { get; private set; } = _ => { };

    public static BuildResult Image(BuildRequest request) => new()
    {
        Image = $"{request.ImageRepository}@sha256:{request.Snapshot.Commit}",
        Builder = "fake",
    };

    /// <summary>Holds the next build.</summary>
    public HeldBuild Hold()
    {
        var held = new HeldBuild();
        OnBuild = async (request, cancellation) =>
        {
            await held.RunAsync(cancellation);
            return Image(request);
        };
        return held;
    }

    public Task<BuildResult> BuildAsync(BuildRequest request, Action<string> log, CancellationToken cancellation)
    {
        Requests.Enqueue(request);
        Log = log;
        log("building " + request.Key);
        return OnBuild(request, cancellation);
    }

    public Task ForgetAsync(string appId, CancellationToken cancellation = default) => Task.CompletedTask;

    public Task CleanUpAsync(CancellationToken cancellation) => Task.CompletedTask;
}
