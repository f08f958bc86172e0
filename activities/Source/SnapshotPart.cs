using System.Net;

namespace Pipelines.Activities.Source;

/// <summary>A repository that contributes files to a snapshot: the one asked for, or a submodule.</summary>
internal sealed record SnapshotPart(RepositoryAddress Address, IReadOnlyList<IPAddress> Pinned, string Repository, string Commit, string Prefix, int Depth);
