using System.Text.Json;

namespace Pipelines.Oci;

/// <summary>What holds for every manifest and index, whatever is in it.</summary>
internal static class ManifestDocument
{
    /// <summary>The distribution specification lets registries refuse more than 4 MiB; so does this platform.</summary>
    public const long MaxBytes = 4 << 20;

    /// <summary>Checks a manifest that is about to be stored.</summary>
    public static void Validate(long length, string? tag)
    {
        if (length > MaxBytes)
        {
            throw new InvalidImageException($"The manifest has {length} bytes; {MaxBytes} are allowed.");
        }

        if (tag is not null && !ImageReference.IsTag(tag))
        {
            throw new FormatException($"'{tag}' is not a tag.");
        }
    }

    /// <summary>Checks what a manifest is asked for by.</summary>
    public static void ValidateReference(string tagOrDigest)
    {
        if (!Digest.TryParse(tagOrDigest, out _) && !ImageReference.IsTag(tagOrDigest))
        {
            throw new FormatException($"'{tagOrDigest}' is neither a tag nor a digest.");
        }
    }

    /// <summary>The media type a document states, or the one its members show.</summary>
    /// <exception cref="InvalidImageException">It is neither a manifest nor an index.</exception>
    public static string MediaTypeOf(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.TryGetProperty("mediaType", out var stated) && stated.GetString() is { Length: > 0 } mediaType)
            {
                return mediaType;
            }

            return document.RootElement.TryGetProperty("manifests", out _) ? MediaTypes.ImageIndex : MediaTypes.ImageManifest;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidImageException("The content is neither an image manifest nor an index.", exception);
        }
    }
}
