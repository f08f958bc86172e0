using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Pipelines.Functions.Http;

/// <summary>Entity tags of answers, and the conditions that requests make with them (RFC 9110, 8.8.3 and 13.1).</summary>
public static class EntityTags
{
    private const int Bytes = 16;

    /// <summary>The strong tag of an answer: equal for equal bytes only.</summary>
    public static EntityTagHeaderValue Of(ReadOnlySpan<byte> answer) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(answer).AsSpan(0, Bytes))}\"");

    /// <summary>Tells whether a caller has the answer of a tag already.</summary>
    public static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));

    /// <summary>Reads which state a change is made for.</summary>
    /// <returns>The tags, or none when the request makes no such condition.</returns>
    /// <exception cref="ApiException">400: the header is there but holds no tag.</exception>
    public static IReadOnlyList<EntityTagHeaderValue> ReadIfMatch(HttpRequest request)
    {
        var tags = request.GetTypedHeaders().IfMatch;
        return tags.Count > 0 || request.Headers.IfMatch.Count == 0
            ? [.. tags]
            : throw ApiException.BadRequest("header If-Match holds no entity tag; give one as an answer's ETag had it");
    }

    /// <summary>Tells whether a state is one of those that a change is made for.</summary>
    public static bool Matches(IReadOnlyList<EntityTagHeaderValue> wanted, EntityTagHeaderValue present) =>
        wanted.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(present, useStrongComparison: true));
}
