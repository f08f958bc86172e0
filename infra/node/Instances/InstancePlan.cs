using Pipelines.Clusters;
using Pipelines.Node.Networks;

namespace Pipelines.Node.Instances;

/// <summary>What an instance is to run, and the network it runs in.</summary>
/// <param name="Component">The component.</param>
/// <param name="Network">The app's network; null where instances share the host's.</param>
/// <param name="Hosts">The private names of the app's services with their addresses.</param>
internal sealed record InstancePlan(ReleaseComponent Component, AppNetwork? Network, IReadOnlyDictionary<string, string> Hosts);
