namespace Pipelines.Storage;

/// <summary>Where storage is.</summary>
public enum StorageKind
{
    /// <summary>In the data directory of this machine: SQLite and files.</summary>
    Embedded,

    /// <summary>In Azure Blob Storage.</summary>
    Azure,
}
