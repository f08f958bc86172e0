using Microsoft.Extensions.Configuration;

namespace Pipelines.Storage;

/// <summary>What configuration says of storage: the section <c>Pipelines:Storage</c>, and <c>Pipelines:DataDirectory</c>.</summary>
public sealed record StorageOptions
{
    /// <summary>Gets where storage is.</summary>
    public StorageKind Kind { get; init; }

    /// <summary>Gets the directory of all that is kept on this machine; <c>.data</c> unless told.</summary>
    public string DataDirectory { get; init; } = ".data";

    /// <summary>Gets the connection string of the Azure storage account, or null to use <see cref="ServiceUri"/>.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Gets the address of the account's blob service, entered with the machine's own identity.</summary>
    public Uri? ServiceUri { get; init; }

    /// <summary>Gets the container of documents.</summary>
    public string StateContainer { get; init; } = "pipelines-state";

    /// <summary>Gets the container of blobs.</summary>
    public string BlobContainer { get; init; } = "pipelines-blobs";

    /// <summary>Gets the container of logs.</summary>
    public string LogContainer { get; init; } = "pipelines-logs";

    /// <summary>Gets a value indicating whether missing containers are made.</summary>
    public bool CreateContainers { get; init; } = true;

    /// <summary>Gets the size at which a log stream ends, bytes; 64 KiB at least.</summary>
    public long MaximumLogBytes { get; init; } = 50L * 1024 * 1024;

    /// <summary>Reads and checks the options.</summary>
    /// <exception cref="InvalidOperationException">A value is missing or out of its range.</exception>
    public static StorageOptions From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Pipelines:Storage");
        var options = section.Get<StorageOptions>() ?? new StorageOptions();
        if (configuration["Pipelines:DataDirectory"] is { Length: > 0 } directory)
        {
            options = options with { DataDirectory = directory };
        }

        if (options.Kind == StorageKind.Azure && string.IsNullOrEmpty(options.ConnectionString) && options.ServiceUri is null)
        {
            throw new InvalidOperationException($"{section.Path}:Kind is Azure: set {section.Path}:ConnectionString, or {section.Path}:ServiceUri to use the machine's own identity.");
        }

        return options.MaximumLogBytes >= 64 * 1024
            ? options
            : throw new InvalidOperationException($"{section.Path}:MaximumLogBytes is {options.MaximumLogBytes}; at least 65536 are needed.");
    }

    /// <summary>A path in the data directory.</summary>
    internal string PathOf(string name) => Path.Join(Path.GetFullPath(DataDirectory), name);
}
