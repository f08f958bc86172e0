using Pipelines.Storage.Metrics;

namespace Pipelines.Activities.Metrics;

/// <summary>Counts restarts from samples, which have them since an instance was made.</summary>
public static class Restarts
{
    /// <summary>How often instances were restarted between two samples of a component; a number that became smaller is that of another instance.</summary>
    /// <param name="before">The earlier sample; null for none, from which nothing is known.</param>
    /// <param name="after">The later sample.</param>
    public static int Between(ComponentSample? before, ComponentSample after) => before is null ? 0 : after.Instances
        .Select((instance, number) => (Now: instance.Restarts, Then: number < before.Instances.Count ? before.Instances[number].Restarts : 0))
        .Sum(each => each.Now >= each.Then ? each.Now - each.Then : each.Now);
}
