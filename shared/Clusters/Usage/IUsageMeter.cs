namespace Pipelines.Clusters;

/// <summary>A cluster that measures what apps use, and how they are asked. A measurement is a look: nothing is started or awaited for it, and what cannot be had is left out.</summary>
public interface IUsageMeter
{
    /// <summary>Tells what the running instances of all apps use; what the cluster does not measure is null.</summary>
    Task<IReadOnlyList<InstanceUsage>> MeasureInstancesAsync(CancellationToken cancellation = default);

    /// <summary>Tells what the platform's own ingress has answered for all apps; null where requests do not come through it.</summary>
    Task<IReadOnlyList<RequestUsage>?> MeasureRequestsAsync(CancellationToken cancellation = default);
}
