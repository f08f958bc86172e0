using System.Text;
using Pipelines.Activities.Detection;

namespace Pipelines.Activities.Tests.Detection;

/// <summary>A repository of files given in a test; counts what is asked of it.</summary>
internal sealed class InMemorySourceTree(params (string Path, string Content)[] files) : ISourceTree
{
    private readonly Dictionary<string, byte[]> contents = files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Content), StringComparer.Ordinal);

    public int Reads { get; private set; }

    public int Listings { get; private set; }

    public long BytesRead { get; private set; }

    public SourceEntry? Find(string path) =>
        contents.TryGetValue(path, out var content) ? new SourceEntry(path[(path.LastIndexOf('/') + 1)..], false, content.Length)
        : contents.Keys.Any(key => key.StartsWith(path + "/", StringComparison.Ordinal)) ? new SourceEntry(path[(path.LastIndexOf('/') + 1)..], true, 0)
        : null;

    public IReadOnlyList<SourceEntry> List(string folder, int maxEntries)
    {
        Listings++;
        var prefix = folder.Length == 0 ? string.Empty : folder + "/";
        return [.. contents
            .Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(file => (Name: file.Key[prefix.Length..], file.Value))
            .Select(file => file.Name.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash
                ? new SourceEntry(file.Name[..slash], true, 0)
                : new SourceEntry(file.Name, false, file.Value.Length))
            .Distinct()
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Take(maxEntries)];
    }

    public byte[]? Read(string path, int maxBytes)
    {
        if (!contents.TryGetValue(path, out var content))
        {
            return null;
        }

        Reads++;
        var read = content[..Math.Min(maxBytes, content.Length)];
        BytesRead += read.Length;
        return read;
    }
}
