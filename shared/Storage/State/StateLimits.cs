using System.Text;

namespace Pipelines.Storage.State;

/// <summary>The limits every state store keeps.</summary>
internal static class StateLimits
{
    /// <summary>The greatest length of a document, bytes of UTF-8.</summary>
    public const int MaximumDocument = 4 * 1024 * 1024;

    private const int MaximumPage = 1000;

    /// <summary>Refuses a document that is too long.</summary>
    /// <returns>Its length in bytes.</returns>
    /// <exception cref="ArgumentException">The document is longer than <see cref="MaximumDocument"/>.</exception>
    public static int ValidateDocument(string collection, string key, string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var length = Encoding.UTF8.GetByteCount(json);
        return length <= MaximumDocument
            ? length
            : throw new ArgumentException($"Document '{collection}/{key}' has {length} bytes; at most {MaximumDocument} (4 MiB) are allowed. Keep large content in the blob store.", nameof(json));
    }

    /// <summary>Refuses a page size outside 1 to 1000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is outside.</exception>
    public static void ValidatePage(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaximumPage);
    }
}
