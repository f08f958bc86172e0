using System.Diagnostics;
using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Deployments;

/// <summary>The deployments of one kind: how long each took to the first answer of what was deployed, and in which steps.</summary>
internal sealed class DeploymentTimes(string kind)
{
    public string Kind => kind;

    public Samples ToAnswer { get; } = new();

    public StepTimes Steps { get; } = new();

    /// <summary>Deploys once.</summary>
    /// <param name="app">The app.</param>
    /// <param name="deployAsync">Asks for the deployment, and returns its id.</param>
    /// <param name="configuration">What the new release says it runs with.</param>
    /// <param name="commit">The commit it says it was made of.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task MeasureAsync(BenchmarkedApp app, Func<Task<string>> deployAsync, string configuration, string commit, CancellationToken cancellation)
    {
        var requested = DateTimeOffset.UtcNow;
        var started = Stopwatch.GetTimestamp();
        var id = await deployAsync();
        var accepted = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await app.AwaitAnswerAsync(configuration, commit, cancellation);
        var answered = Stopwatch.GetElapsedTime(started).TotalSeconds;
        ToAnswer.Add(answered);
        var deployment = await app.AwaitActiveAsync(id, cancellation);
        Steps.Add("request accepted", 0, accepted);
        Steps.Add(deployment.GetProperty("progress").GetProperty("steps"), requested);
        Steps.Add("first answer", answered, 0);
    }
}
