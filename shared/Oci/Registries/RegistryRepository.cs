using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Pipelines.Oci;

/// <summary>One repository of a registry.</summary>
internal sealed class RegistryRepository(RegistryTransport transport, string registry, string name) : IImageRepository
{
    private const string DigestHeader = "Docker-Content-Digest";
    private const int TagsPerPage = 1000;
    private const int MaxTagPages = 100;

    public string Registry => registry;

    public string Name => name;

    private string PullScope => $"repository:{name}:pull";

    private string PushScope => $"repository:{name}:pull,push";

    public async Task<bool> ExistsAsync(Digest digest, CancellationToken cancellationToken = default)
    {
        var request = new RegistryRequest(HttpMethod.Head, Address($"blobs/{digest}"), PullScope);
        using var response = await transport.SendAsync(request, cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.NotFound => false,
            _ => throw await RegistryErrors.ReadAsync(response, request.ToString(), cancellationToken),
        };
    }

    public async Task<Stream> OpenBlobAsync(Digest digest, CancellationToken cancellationToken = default)
    {
        var request = new RegistryRequest(HttpMethod.Get, Address($"blobs/{digest}"), PullScope);
        var response = await transport.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            using (response)
            {
                throw await RegistryErrors.ReadAsync(response, request.ToString(), cancellationToken);
            }
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return new VerifyingStream(body, digest, response.Content.Headers.ContentLength, $"The blob {digest} of {registry}/{name}");
    }

    public async Task PushBlobAsync(Descriptor descriptor, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken = default)
    {
        if (!await ExistsAsync(descriptor.Digest, cancellationToken))
        {
            await using var upload = new BlobUpload(transport, this, Address("blobs/uploads/"), PushScope, descriptor, open);
            await upload.RunAsync(cancellationToken);
        }
    }

    public async Task<bool> TryMountAsync(Digest digest, string fromRepository, CancellationToken cancellationToken = default)
    {
        ImageReference.ValidateRepository(fromRepository);
        var scope = fromRepository == name ? PushScope : $"{PushScope} repository:{fromRepository}:pull";
        var address = Address($"blobs/uploads/?mount={Uri.EscapeDataString(digest.ToString())}&from={Uri.EscapeDataString(fromRepository)}");
        var request = new RegistryRequest(HttpMethod.Post, address, scope);
        using var response = await transport.SendAsync(request, cancellationToken);
        switch (response.StatusCode)
        {
            case HttpStatusCode.Created:
                return true;
            case HttpStatusCode.Accepted:
                await AbandonAsync(transport.Resolve(address, response.Headers.Location), cancellationToken);
                return false;
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed:
                return false;
            default:
                throw await RegistryErrors.ReadAsync(response, request.ToString(), cancellationToken);
        }
    }

    public async Task<StoredManifest?> GetManifestAsync(string tagOrDigest, CancellationToken cancellationToken = default)
    {
        ManifestDocument.ValidateReference(tagOrDigest);
        var request = new RegistryRequest(HttpMethod.Get, Address($"manifests/{tagOrDigest}"), PullScope) { Accept = MediaTypes.Manifests };
        using var response = await transport.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw await RegistryErrors.ReadAsync(response, request.ToString(), cancellationToken);
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var content = await BoundedContent.ReadAsync(body, ManifestDocument.MaxBytes, $"The manifest {tagOrDigest} of {registry}/{name}", cancellationToken);
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        var isManifest = mediaType is not null && MediaTypes.Manifests.Contains(mediaType);
        var descriptor = Descriptor.Of(content, isManifest ? mediaType! : ManifestDocument.MediaTypeOf(content));
        Verify(response, descriptor.Digest, Digest.TryParse(tagOrDigest, out var wanted) ? wanted : null);
        return new StoredManifest(descriptor, content);
    }

    public async Task<Descriptor> PutManifestAsync(ReadOnlyMemory<byte> content, string mediaType, string? tag = null, CancellationToken cancellationToken = default)
    {
        ManifestDocument.Validate(content.Length, tag);
        var descriptor = Descriptor.Of(content.Span, mediaType);
        var request = new RegistryRequest(HttpMethod.Put, Address($"manifests/{tag ?? descriptor.Digest.ToString()}"), PushScope)
        {
            Content = _ => Task.FromResult<HttpContent>(new ReadOnlyMemoryContent(content)
            {
                Headers = { ContentType = new MediaTypeHeaderValue(mediaType) },
            }),
        };
        using var response = await transport.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await RegistryErrors.ReadAsync(response, request.ToString(), cancellationToken);
        }

        Verify(response, descriptor.Digest, null);
        return descriptor;
    }

    public async Task<IReadOnlyList<string>> ListTagsAsync(CancellationToken cancellationToken = default)
    {
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        var next = Address($"tags/list?n={TagsPerPage}");
        for (var page = 0; next is not null && page < MaxTagPages; page++)
        {
            next = await ReadTagsAsync(next, tags, cancellationToken);
        }

        return [.. tags];
    }

    public async Task<bool> DeleteManifestAsync(string tagOrDigest, CancellationToken cancellationToken = default)
    {
        ManifestDocument.ValidateReference(tagOrDigest);
        var request = new RegistryRequest(HttpMethod.Delete, Address($"manifests/{tagOrDigest}"), $"repository:{name}:pull,push,delete");
        using var response = await transport.SendAsync(request, cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.Accepted or HttpStatusCode.OK or HttpStatusCode.NoContent => true,
            HttpStatusCode.NotFound => false,
            _ => throw await RegistryErrors.ReadAsync(response, request.ToString(), cancellationToken),
        };
    }

    public async Task DeleteAsync(CancellationToken cancellationToken = default)
    {
        foreach (var tag in await ListTagsAsync(cancellationToken))
        {
            try
            {
                if (await GetManifestAsync(tag, cancellationToken) is { } manifest)
                {
                    _ = await DeleteManifestAsync(manifest.Descriptor.Digest.ToString(), cancellationToken);
                }
            }
            catch (RegistryException exception) when (exception.Status is HttpStatusCode.MethodNotAllowed or HttpStatusCode.Forbidden)
            {
                // Deletion is off, or a matter of the registry's own policy.
                return;
            }
        }
    }

    private Uri Address(string resource) => new(transport.Registry, $"v2/{name}/{resource}");

    private void Verify(HttpResponseMessage response, Digest actual, Digest? wanted)
    {
        var stated = response.Headers.TryGetValues(DigestHeader, out var values) && Digest.TryParse(values.FirstOrDefault(), out var parsed) ? parsed : actual;
        if (stated != actual || (wanted is not null && wanted != actual))
        {
            throw new InvalidImageException($"The manifest of {registry}/{name} should have the digest {wanted ?? stated} but has {actual}.");
        }
    }

    private async Task<Uri?> ReadTagsAsync(Uri page, SortedSet<string> tags, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Get, page, PullScope);
        using var response = await transport.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw await RegistryErrors.ReadAsync(response, request.ToString(), cancellationToken);
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var content = await BoundedContent.ReadAsync(body, ManifestDocument.MaxBytes, $"The list of tags of {registry}/{name}", cancellationToken);
        AddTags(content, tags);
        return NextPage(page, response);
    }

    private void AddTags(byte[] content, SortedSet<string> tags)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.TryGetProperty("tags", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                tags.UnionWith(list.EnumerateArray().Select(tag => tag.GetString()).Where(tag => ImageReference.IsTag(tag))!);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new RegistryException($"{registry} lists the tags of {name} in a form that is not the specification's.", innerException: exception);
        }
    }

    // RFC 8288: <uri>; rel="next". Only further pages of this registry are followed.
    private Uri? NextPage(Uri page, HttpResponseMessage response)
    {
        var link = response.Headers.TryGetValues("Link", out var values) ? values.FirstOrDefault(value => value.Contains("next", StringComparison.Ordinal)) : null;
        var end = link?.IndexOf('>', StringComparison.Ordinal) ?? -1;
        if (link is null || end < 1 || link[0] != '<' || !Uri.TryCreate(page, link[1..end], out var next))
        {
            return null;
        }

        return next.Authority == transport.Registry.Authority && next.Scheme == transport.Registry.Scheme ? next : null;
    }

    // A registry that cannot mount opens an upload instead; closing it is a courtesy, so a failure does not matter.
    private async Task AbandonAsync(Uri upload, CancellationToken cancellationToken)
    {
        try
        {
            var request = new RegistryRequest(HttpMethod.Delete, upload, PushScope) { IsRepeatable = false };
            using var response = await transport.SendAsync(request, cancellationToken);
        }
        catch (RegistryException)
        {
            // The registry removes abandoned uploads by itself after a while.
        }
    }
}
