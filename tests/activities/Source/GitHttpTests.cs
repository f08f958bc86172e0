using Moq;
using Pipelines.Activities.Source;
using Pipelines.Activities.Tests.Doubles;

namespace Pipelines.Activities.Tests.Source;

public sealed class GitHttpTests : IAsyncLifetime
{
    private readonly TemporaryDirectory served = new();
    private readonly SourceFixture source = new();
    private GitHttpBackend server = null!;
    private TestRepository repository = null!;
    private string commit = string.Empty;

    public async ValueTask InitializeAsync()
    {
        repository = new TestRepository(served.Sub("shop"));
        commit = repository.Write("a.txt", "over http").Commit();
        server = await GitHttpBackend.StartAsync(served.Path, "ada", "s3cret:pass/word");
    }

    [Fact]
    public async Task Clones_with_the_credential_of_the_address()
    {
        var url = $"http://ada:{Uri.EscapeDataString("s3cret:pass/word")}@127.0.0.1:{server.Port}/shop/.git";
        (await ResolveAsync(url, "main")).Commit.ShouldBe(commit);
        var all = await source.ExtractAsync(await source.FetchAsync(url, commit));
        File.ReadAllText(Path.Combine(all, "a.txt")).ShouldBe("over http");
        source.Log.ShouldNotContain(line => line.Contains("s3cret"));
        Directory.EnumerateFiles(source.Cache, "*", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("s3cret")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Clones_with_a_configured_credential_and_only_there()
    {
        using var configured = new SourceFixture(options => options.Credentials.Add(new()
        {
            Url = $"http://127.0.0.1:{server.Port}/shop/",
            UserName = "ada",
            Password = "s3cret:pass/word",
        }));
        (await configured.Provider.ResolveAsync(new($"http://127.0.0.1:{server.Port}/shop/.git", null), TestContext.Current.CancellationToken)).Commit.ShouldBe(commit);
        await Should.ThrowAsync<SourceException>(configured.Provider.ResolveAsync(new($"http://127.0.0.1:{server.Port}/shop2/.git", null), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_teams_credential_opens_its_repositories_to_it_alone()
    {
        var url = $"http://127.0.0.1:{server.Port}/shop/.git";
        var own = new GitCredential { Url = $"http://127.0.0.1:{server.Port}/shop/", UserName = "ada", Password = "s3cret:pass/word" };
        Mock.Get(source.Teams).Setup(teams => teams.FindAsync("theirs", url, It.IsAny<CancellationToken>())).ReturnsAsync(own);
        var theirs = new SourceLocation(url, "main", "theirs");
        (await source.Provider.ResolveAsync(theirs, TestContext.Current.CancellationToken)).Commit.ShouldBe(commit);
        (await source.Provider.FetchAsync(theirs, commit, source.Note, TestContext.Current.CancellationToken)).Commit.ShouldBe(commit);

        // Another that knows the commit does not get what lies in the cache.
        await Should.ThrowAsync<SourceException>(source.Provider.FetchAsync(theirs with { TeamId = "others" }, commit, source.Note, TestContext.Current.CancellationToken));
        using var configured = new SourceFixture(options => options.Credentials.Add(own));
        await Should.ThrowAsync<SourceException>(configured.Provider.ResolveAsync(theirs, TestContext.Current.CancellationToken));
        (await configured.Provider.ResolveAsync(theirs with { TeamId = Storage.Teams.TeamStore.PlatformTeamId }, TestContext.Current.CancellationToken)).Commit.ShouldBe(commit);
    }

    [Fact]
    public async Task Wrong_and_missing_credentials_are_told_without_them()
    {
        var missing = await Should.ThrowAsync<SourceException>(ResolveAsync($"http://127.0.0.1:{server.Port}/shop/.git", null));
        missing.Message.ShouldContain("credentials");
        var wrong = await Should.ThrowAsync<SourceException>(ResolveAsync($"http://ada:wrongpassword@127.0.0.1:{server.Port}/shop/.git", null));
        wrong.ToString().ShouldNotContain("wrongpassword");
        wrong.Message.ShouldContain("credentials");
    }

    [Fact]
    public async Task The_credential_is_in_no_argument_of_any_process()
    {
        var seen = new List<string>();
        server.OnRequest = () =>
        {
            // While the server answers, git and its helpers run.
            foreach (var file in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
            {
                try
                {
                    lock (seen)
                    {
                        seen.Add(File.ReadAllText(file + "/cmdline").Replace('\0', ' '));
                    }
                }
                catch (IOException)
                {
                    // It has ended.
                }
            }
        };
        var url = $"http://ada:{Uri.EscapeDataString("s3cret:pass/word")}@127.0.0.1:{server.Port}/shop/.git";
        await ResolveAsync(url, "main");
        seen.ShouldContain(line => line.Contains("git") && line.Contains("ls-remote"));
        seen.ShouldNotContain(line => line.Contains("s3cret"));
    }

    [Fact]
    public async Task An_unreachable_server_is_a_passing_problem()
    {
        var port = server.Port;
        await server.DisposeAsync();
        (await Should.ThrowAsync<SourceException>(ResolveAsync($"http://127.0.0.1:{port}/shop/.git", null))).Transient.ShouldBeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        source.Dispose();
        served.Dispose();
    }

    private Task<SourceRevision> ResolveAsync(string url, string? revision) =>
        source.Provider.ResolveAsync(new(url, revision), TestContext.Current.CancellationToken);
}
