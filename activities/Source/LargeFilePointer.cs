using System.Text;

namespace Pipelines.Activities.Source;

/// <summary>What stands in git for a file kept by Git LFS.</summary>
/// <param name="ObjectId">The SHA-256 of the content, hex.</param>
/// <param name="Size">Its length in bytes.</param>
internal sealed record LargeFilePointer(string ObjectId, long Size)
{
    /// <summary>A pointer is shorter than this (git-lfs specification).</summary>
    public const int MaxBytes = 1024;

    private const string FirstLine = "version https://git-lfs.github.com/spec/v1";

    public static LargeFilePointer? Parse(ReadOnlySpan<byte> content)
    {
        if (content.Length >= MaxBytes || !content.StartsWith("version https://git-lfs"u8))
        {
            return null;
        }

        var lines = Encoding.UTF8.GetString(content).Split('\n');
        var id = lines.FirstOrDefault(line => line.StartsWith("oid sha256:", StringComparison.Ordinal))?["oid sha256:".Length..];
        var size = lines.FirstOrDefault(line => line.StartsWith("size ", StringComparison.Ordinal))?["size ".Length..];
        return lines[0] == FirstLine && id is { Length: 64 } && id.All(char.IsAsciiHexDigitLower) && long.TryParse(size, out var bytes) && bytes >= 0
            ? new(id, bytes)
            : null;
    }
}
