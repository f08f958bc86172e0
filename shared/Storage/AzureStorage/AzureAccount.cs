using Azure.Identity;
using Azure.Storage.Blobs;

namespace Pipelines.Storage.AzureStorage;

/// <summary>The storage account that configuration names.</summary>
internal static class AzureAccount
{
    /// <summary>A client of it, by connection string or with the machine's own identity.</summary>
    public static BlobServiceClient Connect(StorageOptions options, BlobClientOptions? client = null) =>
        string.IsNullOrEmpty(options.ConnectionString)
            ? new BlobServiceClient(options.ServiceUri, new DefaultAzureCredential(), client)
            : new BlobServiceClient(options.ConnectionString, client);
}
