namespace Pipelines.AppSpecs;

/// <summary>A database's engine.</summary>
public enum DatabaseEngine
{
    /// <summary>PostgreSQL, the default.</summary>
    Pg,

    /// <summary>MySQL.</summary>
    Mysql,

    /// <summary>Redis.</summary>
    Redis,

    /// <summary>MongoDB.</summary>
    Mongodb,

    /// <summary>Apache Kafka.</summary>
    Kafka,

    /// <summary>OpenSearch.</summary>
    Opensearch,

    /// <summary>Valkey.</summary>
    Valkey,
}
