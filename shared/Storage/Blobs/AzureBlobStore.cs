using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Pipelines.Storage.AzureStorage;

namespace Pipelines.Storage.Blobs;

/// <summary>Blobs in one container of Azure Blob Storage.</summary>
/// <param name="service">The storage account.</param>
/// <param name="containerName">The container.</param>
/// <param name="createContainer">True to make the container where it is missing.</param>
public sealed class AzureBlobStore(BlobServiceClient service, string containerName, bool createContainer = true) : IBlobStore, IBlobAddresses
{
    private readonly AzureContainer _container = new(service, containerName, createContainer);

    /// <summary>Opens the container of blobs that configuration names.</summary>
    /// <param name="options">The account, by connection string or address, and the container.</param>
    /// <param name="client">How often and how long it is tried; null for the client's own defaults.</param>
    /// <exception cref="FormatException">The connection string is none.</exception>
    public static AzureBlobStore Connect(StorageOptions options, BlobClientOptions? client = null) =>
        new(AzureAccount.Connect(options, client), options.BlobContainer, options.CreateContainers);

    /// <inheritdoc/>
    public async Task<Stream?> OpenReadAsync(string name, CancellationToken cancellation = default)
    {
        var blob = await BlobAsync(name, cancellation);
        try
        {
            return await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false), cancellation);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<BlobProperties?> GetPropertiesAsync(string name, CancellationToken cancellation = default)
    {
        var blob = await BlobAsync(name, cancellation);
        try
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellation)).Value;
            return new BlobProperties(properties.ContentLength, properties.ETag.Unquoted(), properties.LastModified);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string name, Stream content, CancellationToken cancellation = default)
    {
        var blob = await BlobAsync(name, cancellation);
        await blob.UploadAsync(content, new BlobUploadOptions(), cancellation);
        StorageMetrics.Committed("blobs");
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string name, CancellationToken cancellation = default)
    {
        var blob = await BlobAsync(name, cancellation);
        if (await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation))
        {
            StorageMetrics.Committed("blobs");
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        StorageName.ValidateBlobPrefix(prefix);
        var container = await _container.GetAsync(cancellation);
        await foreach (var blob in container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellation))
        {
            yield return blob.Name;
        }
    }

    /// <inheritdoc/>
    public async Task<Uri> SignAsync(string name, DateTimeOffset until, CancellationToken cancellation = default)
    {
        var blob = await BlobAsync(name, cancellation);
        if (blob.CanGenerateSasUri)
        {
            return blob.GenerateSasUri(BlobSasPermissions.Read, until);
        }

        // The machine's own identity has no account key: the service lends it one of its own (a user delegation key).
        var key = await service.GetUserDelegationKeyAsync(null, until, cancellation);
        var signature = new BlobSasBuilder(BlobSasPermissions.Read, until) { BlobContainerName = blob.BlobContainerName, BlobName = blob.Name, Resource = "b" };
        return new BlobUriBuilder(blob.Uri) { Sas = signature.ToSasQueryParameters(key.Value, service.AccountName) }.ToUri();
    }

    private async Task<BlobClient> BlobAsync(string name, CancellationToken cancellation)
    {
        StorageName.ValidateBlob(name);
        return (await _container.GetAsync(cancellation)).GetBlobClient(name);
    }
}
