using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.StaticFiles;
using Pipelines.Clusters.Sites;
using Pipelines.Deployments;
using Pipelines.Storage.Blobs;

namespace Pipelines.Activities.Builds;

/// <summary>Puts the files of a static site into the blob store, each under the digest of its content.</summary>
internal sealed class SiteWriter(IBlobStore blobs)
{
    private const int MaxFiles = 100_000;
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    /// <summary>Writes a site.</summary>
    /// <returns>The digest of its manifest.</returns>
    /// <exception cref="BuildException">A link leads out of the directory, or there are no files.</exception>
    public async Task<string> WriteAsync(string directory, CancellationToken cancellation)
    {
        var files = new SortedDictionary<string, SiteFile>(StringComparer.Ordinal);
        var gate = new Lock();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation };
        await Parallel.ForEachAsync(FilesIn(directory), parallel, async (path, token) =>
        {
            var file = await WriteFileAsync(path.Real, token);
            lock (gate)
            {
                files["/" + path.Public] = file;
            }
        });
        if (files.Count == 0)
        {
            throw new BuildException(ReasonCodes.BuildJobFailed, "The site's output directory is empty. Set output_dir to the directory that the build writes to.");
        }

        var manifest = JsonSerializer.SerializeToUtf8Bytes(new SiteManifest { Files = files }, JsonSerializerOptions.Web);
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(manifest));
        await WriteOnceAsync(SiteManifest.BlobName(digest), new MemoryStream(manifest, writable: false), cancellation);
        return digest;
    }

    private static List<(string Public, string Real)> FilesIn(string directory)
    {
        var root = Path.GetFullPath(directory);
        var files = new List<(string Public, string Real)>();
        var pending = new Stack<string>([root]);
        while (pending.TryPop(out var current))
        {
            foreach (var entry in new DirectoryInfo(current).EnumerateFileSystemInfos().Where(IsPublic))
            {
                if (entry is DirectoryInfo && entry.LinkTarget is null)
                {
                    pending.Push(entry.FullName);
                }
                else
                {
                    files.Add((Path.GetRelativePath(root, entry.FullName), Followed(root, entry)));
                }
            }

            if (files.Count > MaxFiles)
            {
                throw new BuildException(ReasonCodes.BuildJobFailed, $"The site has more than {MaxFiles} files.");
            }
        }

        return files;
    }

    /// <summary>Hidden files are not for the public, but for the directory of RFC 8615.</summary>
    private static bool IsPublic(FileSystemInfo entry) => !entry.Name.StartsWith('.') || entry.Name == ".well-known";

    /// <summary>The file itself where an entry is a link to it.</summary>
    private static string Followed(string root, FileSystemInfo entry)
    {
        if (entry.LinkTarget is null)
        {
            return entry.FullName;
        }

        return RealPath.Within(root, entry.FullName) is { } target && File.Exists(target)
            ? target
            : throw new BuildException(ReasonCodes.BuildJobFailed, $"The site's file '{Path.GetRelativePath(root, entry.FullName)}' is a symbolic link to '{entry.LinkTarget}': only links to files of the site itself are allowed.");
    }

    private async Task<SiteFile> WriteFileAsync(string path, CancellationToken cancellation)
    {
        // Something without a length may be a pipe that nobody ever writes to: it is not opened.
        await using Stream content = new FileInfo(path).Length == 0
            ? new MemoryStream()
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        var blob = "assets/" + Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
        content.Position = 0;
        await WriteOnceAsync(blob, content, cancellation);
        return new(blob, content.Length, ContentTypes.TryGetContentType(path, out var type) ? WithCharset(type) : null);
    }

    private async Task WriteOnceAsync(string name, Stream content, CancellationToken cancellation)
    {
        if (await blobs.GetPropertiesAsync(name, cancellation) is null)
        {
            await blobs.WriteAsync(name, content, cancellation);
        }
    }

    private static string WithCharset(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is "application/javascript" ? type + "; charset=utf-8" : type;
}
