using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Observation;

/// <summary>Reads the last lines of the container that a failure is about. What was read once is not read again.</summary>
internal sealed class LastLines(IKubernetesApi api, string appId)
{
    private const int Count = 20;
    private readonly Dictionary<FailureWitness, IReadOnlyList<string>> known = [];

    /// <summary>Completes the failures of an observed release.</summary>
    public async Task<ReleaseStatus> CompleteAsync(ReleaseObservation observation, CancellationToken cancellation)
    {
        var components = new List<ComponentStatus>();
        foreach (var component in observation.Status.Components)
        {
            components.Add(component.Failure is { } failure && observation.Witnesses.TryGetValue(component.Name, out var witness)
                ? component with { Failure = failure with { LastLines = await ReadAsync(witness, cancellation) } }
                : component);
        }

        return observation.Status with { Components = components };
    }

    /// <summary>Reads the last lines, at most 20; none when they are gone.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(FailureWitness witness, CancellationToken cancellation)
    {
        if (known.TryGetValue(witness, out var before))
        {
            return before;
        }

        var lines = await ReadRunAsync(witness, witness.Previous, cancellation);
        if (lines.Count == 0 && !witness.Previous && witness.EndedAt is not null)
        {
            // It was started again meanwhile: then it is the run before.
            lines = await ReadRunAsync(witness, previous: true, cancellation);
        }

        return witness.EndedAt is null ? lines : known[witness] = lines;
    }

    /// <summary>Waits until a run that is being stopped has ended, which the end of its output tells: the state of its container may never be told again.</summary>
    /// <param name="witness">The run.</param>
    /// <param name="patience">The longest wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task AwaitEndAsync(FailureWitness witness, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await foreach (var line in api.ReadLogsAsync(new PodLogQuery(ManifestNames.OfApp(appId), witness.Pod, witness.Container, Follow: true, Tail: 1), either.Token))
            {
                // Read afterwards, as a whole.
            }
        }
        catch (KubernetesException)
        {
            // There is nothing to wait for.
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It does not end.
        }
    }

    private async Task<IReadOnlyList<string>> ReadRunAsync(FailureWitness witness, bool previous, CancellationToken cancellation)
    {
        // Times of ends are cut to the second.
        var end = previous || witness.EndedAt is null ? DateTimeOffset.MaxValue : witness.EndedAt.Value.AddSeconds(1);
        try
        {
            return await api.ReadLogsAsync(new PodLogQuery(ManifestNames.OfApp(appId), witness.Pod, witness.Container, Previous: previous, Tail: Count), cancellation)
                .Where(line => line.Timestamp < end)
                .Select(line => line.Text)
                .ToListAsync(cancellation);
        }
        catch (KubernetesException)
        {
            // The pod, its node or its log is gone.
            return [];
        }
    }
}
