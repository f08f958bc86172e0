namespace Pipelines.AppSpecs;

/// <summary>From which addresses an application's requests leave.</summary>
public enum EgressType
{
    /// <summary>Shared addresses that may change; the default.</summary>
    Autoassign,

    /// <summary>Addresses of the application's own.</summary>
    DedicatedIp,
}
