using Pipelines.Activities.Source;

namespace Pipelines.Activities.Tests.Source;

public sealed class GitSourceProviderTests : IDisposable
{
    private readonly SourceFixture source = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Resolves_the_default_branch_a_branch_tags_and_commits()
    {
        var repository = source.NewRepository();
        var first = repository.Write("a", "1").Commit();
        repository.Git("tag", "light");
        repository.Git("tag", "--annotate", "--message", "heavy", "heavy");
        repository.Git("branch", "feature/x");
        var second = repository.Write("a", "2").Commit();

        (await ResolveAsync(repository.Url, null)).ShouldBe(new(second, "refs/heads/main"));
        (await ResolveAsync(repository.Path, "main")).ShouldBe(new(second, "refs/heads/main"));
        (await ResolveAsync(repository.Url, "feature/x")).ShouldBe(new(first, "refs/heads/feature/x"));
        (await ResolveAsync(repository.Url, "light")).ShouldBe(new(first, "refs/tags/light"));
        (await ResolveAsync(repository.Url, "heavy")).ShouldBe(new(first, "refs/tags/heavy"));
        (await ResolveAsync(repository.Url, first)).ShouldBe(new(first, null));
        (await ResolveAsync(repository.Url, second[..10])).ShouldBe(new(second, null));
    }

    [Fact]
    public async Task Names_near_branches_when_one_is_missing()
    {
        var repository = source.NewRepository();
        repository.Write("a", "1").Commit();
        repository.Git("branch", "develop");
        var problem = await Should.ThrowAsync<SourceException>(ResolveAsync(repository.Url, "mian"));
        problem.Message.ShouldContain("no branch or tag 'mian'");
        problem.Message.ShouldContain("main, develop");
    }

    [Fact]
    public async Task Tells_an_empty_repository_and_a_directory_that_is_none()
    {
        (await Should.ThrowAsync<SourceException>(ResolveAsync(source.NewRepository().Url, null))).Message.ShouldContain("no commit");
        (await Should.ThrowAsync<SourceException>(ResolveAsync(source.Directory, null))).Message.ShouldContain("no repository");
        (await Should.ThrowAsync<SourceException>(ResolveAsync("/nowhere/at/all", null))).Message.ShouldContain("no directory");
    }

    [Fact]
    public async Task Fetches_files_modes_and_links_and_finds_them_again()
    {
        var repository = source.NewRepository();
        repository.Write("run.sh", "#!/bin/sh\n").Write("app/deep/er/file.txt", "text").Write(".gitattributes", "*.txt export-ignore\n");
        File.SetUnixFileMode(Path.Combine(repository.Path, "run.sh"), (UnixFileMode)0x1ED);
        File.CreateSymbolicLink(Path.Combine(repository.Path, "app/link"), "deep/er/file.txt");
        var commit = repository.Commit("Say what it is\n\nand why");

        var snapshot = await source.FetchAsync(repository.Url, commit);

        snapshot.ShouldSatisfyAllConditions(
            () => snapshot.Subject.ShouldBe("Say what it is"),
            () => snapshot.Author.ShouldBe("Ada"),
            () => snapshot.Size.ShouldBe(source.Blobs.Blobs[snapshot.BlobName].Length));
        var all = await source.ExtractAsync(snapshot);
        File.ReadAllText(Path.Combine(all, "app/link")).ShouldBe("text");
        new FileInfo(Path.Combine(all, "app/link")).LinkTarget.ShouldBe("deep/er/file.txt");
        File.GetUnixFileMode(Path.Combine(all, "run.sh")).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue();
        File.GetUnixFileMode(Path.Combine(all, "app/deep/er/file.txt")).HasFlag(UnixFileMode.UserExecute).ShouldBeFalse();
        Directory.Exists(Path.Combine(all, ".git")).ShouldBeFalse();
        var part = await source.ExtractAsync(snapshot, "/app/deep/");
        Directory.EnumerateFileSystemEntries(part).Select(Path.GetFileName).ShouldBe(["er"]);
        (await Should.ThrowAsync<SourceException>(source.ExtractAsync(snapshot, "ap"))).Message.ShouldContain("no directory 'ap'");

        Directory.Delete(repository.Path, recursive: true);
        Directory.CreateDirectory(repository.Path);
        (await source.FetchAsync(repository.Url, commit)).ShouldBe(snapshot);
    }

    [Fact]
    public async Task The_same_commit_gives_the_same_bytes()
    {
        var repository = source.NewRepository();
        var commit = repository.Write("b", "2").Write("a", "1").Commit();
        var snapshot = await source.FetchAsync(repository.Url, commit);
        using var other = new SourceFixture();
        var again = await other.FetchAsync(repository.Url, commit);
        other.Blobs.Blobs[again.BlobName].ShouldBe(source.Blobs.Blobs[snapshot.BlobName]);
    }

    [Fact]
    public async Task Fetches_old_commits_and_ones_that_a_force_push_removed_from_the_branch()
    {
        var repository = source.NewRepository();
        var first = repository.Write("a", "1").Commit();
        var second = repository.Write("a", "2").Commit();
        await source.FetchAsync(repository.Url, second);
        await source.FetchAsync(repository.Url, first);
        repository.Git("reset", "--quiet", "--hard", first);
        var third = repository.Write("a", "3").Commit();
        (await ResolveAsync(repository.Url, "main")).Commit.ShouldBe(third);
        File.ReadAllText(Path.Combine(await source.ExtractAsync(await source.FetchAsync(repository.Url, third)), "a")).ShouldBe("3");
        (await Should.ThrowAsync<SourceException>(source.FetchAsync(repository.Url, new string('0', 39) + "1"))).Message.ShouldContain("does not have the commit");
    }

    [Fact]
    public async Task The_tree_of_a_directory_changes_with_it_alone()
    {
        var repository = source.NewRepository();
        var first = repository.Write("web/a", "1").Write("api/a", "1").Commit();
        var second = repository.Write("web/a", "2").Commit();
        (await TreeAsync(first, "api")).ShouldBe(await TreeAsync(second, "/api/"));
        (await TreeAsync(first, "web")).ShouldNotBe(await TreeAsync(second, "web"));
        (await TreeAsync(first, "")).ShouldBe(repository.Git("rev-parse", first + "^{tree}"));
        (await Should.ThrowAsync<SourceException>(TreeAsync(first, "none"))).Message.ShouldContain("no directory 'none'");
        (await Should.ThrowAsync<SourceException>(TreeAsync(first, "web/a"))).Message.ShouldContain("is a file");
        await Should.ThrowAsync<SourceException>(TreeAsync(first, "../web"));

        Task<string> TreeAsync(string commit, string directory) => source.Provider.GetTreeAsync(new(repository.Url, "main"), commit, directory, Cancellation);
    }

    [Fact]
    public async Task Survives_a_damaged_cache_and_locks_of_a_git_that_was_killed()
    {
        var repository = source.NewRepository();
        var first = repository.Write("a", "1").Commit();
        await source.FetchAsync(repository.Url, first);
        var cached = Directory.EnumerateDirectories(source.Cache, "*.git").Single();
        await File.WriteAllTextAsync(Path.Combine(cached, "shallow.lock"), string.Empty, Cancellation);
        var second = repository.Write("a", "2").Commit();
        await source.FetchAsync(repository.Url, second);
        await File.WriteAllTextAsync(Path.Combine(cached, "HEAD"), "garbage", Cancellation);
        var third = repository.Write("a", "3").Commit();
        await source.FetchAsync(repository.Url, third);
    }

    [Fact]
    public async Task Bytes_files_and_time_are_limited()
    {
        var big = source.NewRepository("big");
        big.Write("random", Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(3 << 20)));
        var commit = big.Commit();
        using var small = new SourceFixture(options => options.MaxBytes = 1 << 20);
        (await Should.ThrowAsync<SourceException>(small.FetchAsync(big.Url, commit))).Message.ShouldContain("larger than the 1 MiB allowed");
        using var few = new SourceFixture(options => options.MaxFiles = 2);
        var many = source.NewRepository("many").Write("a", "1").Write("b", "2").Write("c", "3");
        (await Should.ThrowAsync<SourceException>(few.FetchAsync(many.Url, many.Commit()))).Message.ShouldContain("more than the 2 files");
        using var hasty = new SourceFixture(options => options.Timeout = TimeSpan.FromMilliseconds(1));
        (await Should.ThrowAsync<SourceException>(hasty.FetchAsync(big.Url, commit))).Transient.ShouldBeTrue();
    }

    [Fact]
    public async Task Submodules_are_part_of_the_snapshot()
    {
        var library = source.NewRepository("library").Write("lib.txt", "library");
        library.Commit();
        var repository = source.NewRepository();
        repository.Write("a", "1");
        repository.Git("submodule", "--quiet", "add", "../library", "vendor/library");
        var commit = repository.Commit();
        var all = await source.ExtractAsync(await source.FetchAsync(repository.Url, commit));
        File.ReadAllText(Path.Combine(all, "vendor/library/lib.txt")).ShouldBe("library");
        source.Log.ShouldContain(line => line.Contains("Submodule vendor/library"));
    }

    [Theory]
    [InlineData("ext::sh -c touch% /tmp/pwned", "cannot be used")]
    [InlineData("--upload-pack=/bin/sh", "cannot be used")]
    [InlineData("git://example.org/x", "not supported")]
    [InlineData("/nowhere/at/all", "no directory")]
    [InlineData("../../../../../../../../../../etc", "leads out")]
    public async Task Submodules_follow_the_same_policy(string url, string reason)
    {
        var repository = source.NewRepository();
        var commit = repository.Write("a", "1").Commit();
        repository.Write(".gitmodules", $"[submodule \"x\"]\n\tpath = x\n\turl = \"{url}\"\n");
        repository.Git("add", ".gitmodules");
        repository.Git("update-index", "--add", "--cacheinfo", $"160000,{commit},x");
        repository.Git("commit", "--quiet", "--message", "Add a submodule");
        var problem = await Should.ThrowAsync<SourceException>(source.FetchAsync(repository.Url, repository.Git("rev-parse", "HEAD")));
        problem.Message.ShouldContain(reason);
        File.Exists("/tmp/pwned").ShouldBeFalse();
    }

    [Fact]
    public async Task Large_files_are_fetched_with_git_lfs_or_named()
    {
        var repository = source.NewRepository();
        repository.Write("assets/film.bin", $"version https://git-lfs.github.com/spec/v1\noid sha256:{new string('a', 64)}\nsize 12345\n");
        var commit = repository.Commit();
        using var strict = new SourceFixture(options => options.AllowLargeFiles = false);
        var problem = await Should.ThrowAsync<SourceException>(strict.FetchAsync(repository.Url, commit));
        problem.Message.ShouldContain("assets/film.bin");
        problem.Message.ShouldContain("AllowLargeFiles");
    }

    [Fact]
    public async Task Large_files_come_with_their_content()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/git-lfs"), "git-lfs is not installed");
        var repository = source.NewRepository();
        repository.Git("lfs", "install", "--local");
        repository.Git("lfs", "track", "*.bin");
        repository.Write("film.bin", new string('x', 5000));
        var commit = repository.Commit();
        repository.Git("cat-file", "blob", commit + ":film.bin").ShouldStartWith("version https://git-lfs");
        var all = await source.ExtractAsync(await source.FetchAsync(repository.Url, commit));
        File.ReadAllText(Path.Combine(all, "film.bin")).ShouldBe(new string('x', 5000));
    }

    [Fact]
    public async Task Local_repositories_can_be_forbidden()
    {
        var repository = source.NewRepository();
        repository.Write("a", "1").Commit();
        using var strict = new SourceFixture(options => options.AllowLocalRepositories = false);
        (await Should.ThrowAsync<SourceException>(strict.Provider.ResolveAsync(new(repository.Url, null), Cancellation))).Message.ShouldContain("AllowLocalRepositories");
    }

    public void Dispose() => source.Dispose();

    private Task<SourceRevision> ResolveAsync(string url, string? revision) => source.Provider.ResolveAsync(new(url, revision), Cancellation);
}
