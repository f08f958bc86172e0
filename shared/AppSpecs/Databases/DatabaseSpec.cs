namespace Pipelines.AppSpecs;

/// <summary>A database that components refer to by bindable values such as <c>${db.DATABASE_URL}</c>.</summary>
public sealed record DatabaseSpec
{
    /// <summary>The database's name, unique among the components too.</summary>
    public required string Name { get; init; }

    /// <summary>The engine; null is PG.</summary>
    public DatabaseEngine? Engine { get; init; }

    /// <summary>The engine's version, for instance <c>16</c>.</summary>
    public string? Version { get; init; }

    /// <summary>Deprecated: the size of a node.</summary>
    public string? Size { get; init; }

    /// <summary>Deprecated: the number of nodes.</summary>
    public int? NumNodes { get; init; }

    /// <summary>True for a managed cluster, false for a development database. Default false.</summary>
    public bool Production { get; init; }

    /// <summary>The managed cluster's name; required for a production database.</summary>
    public string? ClusterName { get; init; }

    /// <summary>The database inside a PG or MYSQL cluster.</summary>
    public string? DbName { get; init; }

    /// <summary>The user of a PG or MYSQL cluster.</summary>
    public string? DbUser { get; init; }
}
