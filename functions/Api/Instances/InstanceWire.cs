namespace Pipelines.Functions.Api.Instances;

/// <summary>A running instance as the Apps API shows it.</summary>
/// <param name="ComponentName">Its component.</param>
/// <param name="InstanceName">Its name, unique within the app.</param>
/// <param name="InstanceAlias">A name for a person: the component and a number from 0.</param>
/// <param name="ComponentType">The component's kind: SERVICE, WORKER or JOB.</param>
public sealed record InstanceWire(string ComponentName, string InstanceName, string InstanceAlias, string ComponentType);
