using System.Formats.Tar;
using System.Net;
using System.Text;
using Microsoft.Extensions.Options;

namespace Pipelines.Activities.Source;

/// <summary>
/// Writes the files of a commit as a tar, straight from git's objects: nothing is ever checked out, so no filter, hook,
/// link or attribute of the repository takes effect. The same commit gives the same bytes.
/// </summary>
internal sealed class SnapshotWriter(GitClient git, RepositoryCache cache, RepositoryPolicy policy, CredentialStore credentials, LargeFiles largeFiles, IOptions<GitSourceOptions> options)
{
    private const int MaxDepth = 8;
    private const int MaxNamedFiles = 10;
    private const int InMemory = 1 << 20;

    // Late enough for zip archives, which begin in 1980.
    private static readonly DateTimeOffset Timestamp = new(1980, 1, 1, 0, 0, 1, TimeSpan.Zero);
    private readonly GitSourceOptions options = options.Value;

    /// <summary>Writes a commit of a cached repository.</summary>
    public async Task WriteAsync(
        RepositoryAddress address, IReadOnlyList<IPAddress> pinned, string repository, string commit, Stream destination, Action<string> log, CancellationToken cancellation)
    {
        await using var tar = new TarWriter(destination, TarEntryFormat.Gnu, leaveOpen: true);
        var work = new SnapshotWork(tar, log);
        await WriteTreeAsync(work, new(address, pinned, repository, commit, string.Empty, 0), cancellation);
        if (work.MissingLargeFiles.Count > 0)
        {
            var named = string.Join(", ", work.MissingLargeFiles.Take(MaxNamedFiles));
            var more = work.MissingLargeFiles.Count - MaxNamedFiles;
            throw new SourceException($"{named}{(more > 0 ? $" and {more} more" : string.Empty)}: kept by Git LFS, and {largeFiles.Obstacle}.");
        }

        log($"{work.Files} files, {work.Bytes / 1024.0 / 1024.0:0.0} MiB");
    }

    private async Task WriteTreeAsync(SnapshotWork work, SnapshotPart part, CancellationToken cancellation)
    {
        var entries = await ListAsync(work, part, cancellation);
        await using (var objects = await ObjectReader.OpenAsync(git, part.Repository))
        {
            foreach (var entry in entries.Where(entry => !entry.IsSubmodule))
            {
                await WriteEntryAsync(work, part, objects, entry, cancellation);
            }
        }

        if (entries.Exists(entry => entry.IsSubmodule))
        {
            await WriteSubmodulesAsync(work, part, entries, cancellation);
        }
    }

    private async Task<List<SnapshotEntry>> ListAsync(SnapshotWork work, SnapshotPart part, CancellationToken cancellation)
    {
        var entries = new List<SnapshotEntry>();
        await using var listing = await git.StartAsync(part.Repository, ["ls-tree", "-r", "-z", "--long", "--full-tree", part.Commit]);
        await foreach (var record in NulSeparated.ReadAsync(listing.Output, cancellation))
        {
            var entry = SnapshotEntry.Parse(record);
            if (!SnapshotPath.IsSafe(entry.Path))
            {
                throw new SourceException($"The repository '{part.Address}' has a file with a forbidden name: '{entry.Path}'.");
            }

            entries.Add(entry);
            Count(work, part, entry.Size);
        }

        await listing.WaitAsync(cancellation);
        return listing.ExitCode == 0 ? entries : throw new SourceException($"The commit {part.Commit} of '{part.Address}' could not be read.");
    }

    private void Count(SnapshotWork work, SnapshotPart part, long bytes)
    {
        work.Files++;
        work.Bytes += bytes;
        if (work.Files > options.MaxFiles)
        {
            throw new SourceException($"The commit {part.Commit} of '{part.Address}' has more than the {options.MaxFiles} files allowed ({GitSourceOptions.Section}:{nameof(GitSourceOptions.MaxFiles)}).");
        }

        CheckSize(work, part);
    }

    private void CheckSize(SnapshotWork work, SnapshotPart part)
    {
        if (work.Bytes > options.MaxBytes)
        {
            throw new SourceException($"The files of commit {part.Commit} of '{part.Address}' are larger than the {options.MaxBytes >> 20} MiB allowed ({GitSourceOptions.Section}:{nameof(GitSourceOptions.MaxBytes)}).");
        }
    }

    private async Task WriteEntryAsync(SnapshotWork work, SnapshotPart part, ObjectReader objects, SnapshotEntry entry, CancellationToken cancellation)
    {
        var name = part.Prefix + entry.Path;
        await using var content = await objects.ReadAsync(entry.Object, entry.Size, cancellation);
        if (entry.Size > InMemory && !entry.IsLink)
        {
            await work.Tar.WriteEntryAsync(File(name, entry, content), cancellation);
        }
        else
        {
            var bytes = new byte[entry.IsLink ? Math.Min(entry.Size, 4096) : entry.Size];
            await content.ReadExactlyAsync(bytes, cancellation);
            await WriteSmallAsync(work, part, name, entry, bytes, cancellation);
        }

        await objects.EndAsync(cancellation);
    }

    private async Task WriteSmallAsync(SnapshotWork work, SnapshotPart part, string name, SnapshotEntry entry, byte[] bytes, CancellationToken cancellation)
    {
        if (entry.IsLink)
        {
            var link = Entry(TarEntryType.SymbolicLink, name, executable: true);
            link.LinkName = Encoding.UTF8.GetString(bytes);
            await work.Tar.WriteEntryAsync(link, cancellation);
        }
        else if (LargeFilePointer.Parse(bytes) is { } pointer)
        {
            await WriteLargeFileAsync(work, part, name, entry, pointer, cancellation);
        }
        else
        {
            await using var content = new MemoryStream(bytes, writable: false);
            await work.Tar.WriteEntryAsync(File(name, entry, content), cancellation);
        }
    }

    private async Task WriteLargeFileAsync(SnapshotWork work, SnapshotPart part, string name, SnapshotEntry entry, LargeFilePointer pointer, CancellationToken cancellation)
    {
        if (largeFiles.Obstacle is not null)
        {
            work.MissingLargeFiles.Add(name);
            return;
        }

        work.Bytes += pointer.Size;
        CheckSize(work, part);
        if (work.LargeFilesFetched.Add(part.Repository + part.Commit))
        {
            work.Log("Fetching files of Git LFS");
            await largeFiles.FetchAsync(part.Address, part.Pinned, part.Repository, part.Commit, work.Log, cancellation);
        }

        await using var content = LargeFiles.Open(part.Repository, pointer, name);
        await work.Tar.WriteEntryAsync(File(name, entry, content), cancellation);
    }

    private async Task WriteSubmodulesAsync(SnapshotWork work, SnapshotPart part, List<SnapshotEntry> entries, CancellationToken cancellation)
    {
        if (part.Depth == MaxDepth)
        {
            throw new SourceException($"The submodules of '{part.Address}' are nested more than {MaxDepth} deep.");
        }

        var modules = entries.Find(entry => entry.Path == ".gitmodules" && !entry.IsLink);
        var submodules = await Submodules.ReadAsync(git, part.Address, part.Repository, modules?.Object, cancellation);
        foreach (var entry in entries.Where(entry => entry.IsSubmodule))
        {
            if (++work.Submodules > options.MaxSubmodules)
            {
                throw new SourceException($"'{part.Address}' has more than the {options.MaxSubmodules} submodules allowed ({GitSourceOptions.Section}:{nameof(GitSourceOptions.MaxSubmodules)}).");
            }

            var address = submodules.AddressOf(entry.Path) with { TeamId = part.Address.TeamId };
            await WriteSubmoduleAsync(work, part, entry, await credentials.ApplyAsync(address, cancellation), cancellation);
        }
    }

    private async Task WriteSubmoduleAsync(SnapshotWork work, SnapshotPart part, SnapshotEntry entry, RepositoryAddress address, CancellationToken cancellation)
    {
        work.Log($"Submodule {part.Prefix}{entry.Path}: {address} at {entry.Object}");
        try
        {
            var pinned = await policy.AdmitAsync(address, cancellation);
            var repository = await cache.EnsureAsync(address, pinned, null, entry.Object, work.Log, cancellation);
            await WriteTreeAsync(work, new(address, pinned, repository, entry.Object, $"{part.Prefix}{entry.Path}/", part.Depth + 1), cancellation);
        }
        catch (GitException problem)
        {
            var explained = problem.Explain(address);
            throw new SourceException($"Submodule '{part.Prefix}{entry.Path}': {explained.Message}", explained.Transient, explained);
        }
    }

    private static GnuTarEntry File(string name, SnapshotEntry entry, Stream content)
    {
        var file = Entry(TarEntryType.RegularFile, name, entry.IsExecutable);
        file.DataStream = content;
        return file;
    }

    private static GnuTarEntry Entry(TarEntryType type, string name, bool executable) => new(type, name)
    {
        ModificationTime = Timestamp,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead
            | (executable ? UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : UnixFileMode.None),
    };
}
