namespace Pipelines.Node.Shells;

/// <summary>Finds the shell of an image.</summary>
internal static class ShellPrograms
{
    private const int MostLinks = 40;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private static readonly string[] Candidates = ["/bin/bash", "/bin/sh"];

    /// <summary>Finds the first shell that there is below a root directory.</summary>
    /// <returns>Its path as seen from that root; null when there is none.</returns>
    public static string? Find(string root) => Array.Find(Candidates, candidate => IsProgram(root, candidate));

    // An image is hostile: a link in it that is absolute, or leads up, means the image's own root, never this machine's. What
    // is found here only decides what is tried: it is the instance that starts it.
    private static bool IsProgram(string root, string path)
    {
        var links = 0;
        var rest = new Stack<string>(path.Split('/').Reverse());
        var at = new List<string>();
        while (rest.TryPop(out var part))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part == "..")
            {
                at.RemoveRange(Math.Max(at.Count - 1, 0), Math.Min(at.Count, 1));
                continue;
            }

            var file = new FileInfo(Path.Join(root, string.Join('/', at), part));
            if (file.LinkTarget is not { } target)
            {
                at.Add(part);
                continue;
            }

            if (++links > MostLinks)
            {
                return false;
            }

            if (target.StartsWith('/'))
            {
                at.Clear();
            }

            foreach (var each in target.Split('/').Reverse())
            {
                rest.Push(each);
            }
        }

        var found = new FileInfo(Path.Join(root, string.Join('/', at)));
        return found.Exists && (found.UnixFileMode & Executable) != UnixFileMode.None;
    }
}
