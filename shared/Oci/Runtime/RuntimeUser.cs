namespace Pipelines.Oci.Runtime;

/// <summary>Whom a process runs as.</summary>
/// <param name="Uid">The user id.</param>
/// <param name="Gid">The group id.</param>
/// <param name="AdditionalGids">Further group ids.</param>
public sealed record RuntimeUser(int Uid, int Gid, IReadOnlyList<int>? AdditionalGids = null);
