using System.Globalization;

namespace Pipelines.Node.Runtimes;

/// <summary>The user that an instance runs as.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Group">The primary group's id.</param>
/// <param name="Groups">The ids of the other groups.</param>
/// <param name="Home">The home directory inside the image.</param>
internal sealed record ImageUser(uint Id, uint Group, IReadOnlyList<uint> Groups, string Home)
{
    private const int MaximumFileSize = 1 << 20;

    public static readonly ImageUser Root = new(0, 0, [], "/root");

    /// <summary>Finds what an image config's <c>User</c> means in that image: <c>user[:group]</c>, each by name or id.</summary>
    /// <exception cref="InvalidDataException">The image does not know the user or group.</exception>
    public static ImageUser Resolve(string? text, string rootDirectory)
    {
        var parts = (text ?? string.Empty).Split(':', 2);
        var wanted = parts[0].Length == 0 ? "0" : parts[0];
        var entry = ReadTable(rootDirectory, "passwd").FirstOrDefault(fields => fields.Length >= 6 && (fields[0] == wanted || fields[2] == wanted));
        if (!uint.TryParse(entry?[2] ?? wanted, CultureInfo.InvariantCulture, out var user))
        {
            throw new InvalidDataException($"The image's user '{wanted}' is not in its /etc/passwd.");
        }

        var groups = ReadTable(rootDirectory, "group").Where(fields => fields.Length >= 4).ToList();
        var group = parts.Length == 2 ? FindGroup(parts[1], groups) : ParseOrZero(entry?[3]);
        var name = entry?[0];
        var others = parts.Length == 2 || name is null
            ? []
            : groups.Where(fields => fields[3].Split(',').Contains(name)).Select(fields => ParseOrZero(fields[2])).Where(id => id != group).ToList();
        var home = entry?[5] is { Length: > 0 } path ? path : user == 0 ? "/root" : "/";
        return new ImageUser(user, group, others, home);
    }

    private static uint FindGroup(string wanted, List<string[]> groups)
    {
        var entry = groups.Find(fields => fields[0] == wanted || fields[2] == wanted);
        return uint.TryParse(entry?[2] ?? wanted, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new InvalidDataException($"The image's group '{wanted}' is not in its /etc/group.");
    }

    private static uint ParseOrZero(string? text) => uint.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static List<string[]> ReadTable(string rootDirectory, string name)
    {
        // The image is hostile: its /etc may be a link to the host's. Links are not followed, and an image that has
        // links there must name its user by number.
        var directory = new DirectoryInfo(Path.Combine(rootDirectory, "etc"));
        var file = new FileInfo(Path.Combine(directory.FullName, name));
        if (!directory.Exists || directory.LinkTarget is not null || !file.Exists || file.LinkTarget is not null || file.Length > MaximumFileSize)
        {
            return [];
        }

        return [.. File.ReadLines(file.FullName).Select(line => line.Split(':'))];
    }
}
