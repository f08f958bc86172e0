namespace Pipelines.Node.Networks;

/// <summary>A port under a service's private name.</summary>
/// <param name="Service">The component.</param>
/// <param name="Index">The index of its address.</param>
/// <param name="Port">The port that callers use.</param>
/// <param name="TargetPort">The port of its instances.</param>
internal readonly record struct ServiceAddress(string Service, int Index, int Port, int TargetPort);
