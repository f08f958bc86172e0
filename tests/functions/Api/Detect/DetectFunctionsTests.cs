using System.Net;
using System.Text.Json;
using Pipelines.AppSpecs;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Api.Detect;

public sealed class DetectFunctionsTests
{
    private static readonly object s_source = new { git = new { repo_clone_url = "https://git.example/owner/My_Shop.git", branch = "main" } };

    [Fact]
    public async Task A_repository_is_looked_at_and_a_spec_that_deploys_is_proposed()
    {
        await using var api = await new TestApi().StartAsync();
        api.Source.OnExtract = directory =>
        {
            File.WriteAllText(Path.Combine(directory, "package.json"), """{"name":"shop","scripts":{"start":"node server.js"},"dependencies":{"express":"4"}}""");
            File.WriteAllText(Path.Combine(directory, "server.js"), "require('express')().listen(process.env.PORT)");
        };
        var found = await api.PostAsync("v2/apps/detect", s_source);
        var component = found.GetProperty("components").EnumerateArray().Single();
        component.GetProperty("strategy").GetString().ShouldBe("BUILDPACK");
        component.GetProperty("types")[0].GetString().ShouldBe("service");
        component.GetProperty("environment_slug").GetString().ShouldBe("node-js");
        component.GetProperty("evidence").GetArrayLength().ShouldBeGreaterThan(0);
        found.GetProperty("pending").GetBoolean().ShouldBeFalse();
        found.GetProperty("template_found").GetBoolean().ShouldBeFalse();
        found.GetProperty("commit_sha").GetString().ShouldBe(api.Source.Commit);
        found.GetProperty("spec").GetProperty("name").GetString().ShouldBe("my-shop");
        AppSpecParser.Parse(found.GetProperty("spec")).Problems.ShouldBeEmpty();
        (await api.PostAsync("v2/apps", new { spec = found.GetProperty("spec") })).GetProperty("app").GetProperty("pending_deployment").ValueKind.ShouldBe(JsonValueKind.Object);
        Directory.EnumerateFileSystemEntries(Path.Combine(api.DataDirectory, "detect")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_repositorys_own_spec_wins_when_it_is_valid()
    {
        await using var api = await new TestApi().StartAsync();
        api.Source.OnExtract = directory => WriteTemplate(directory, """
            spec:
              name: own
              services:
              - name: api
                git: {repo_clone_url: "https://git.example/original/shop.git", branch: stable}
              - name: cache
                image: {registry_type: DOCKER_HUB, registry: library, repository: redis}
                internal_ports: [6379]
              ingress: {rules: [{match: {path: {prefix: /}}, component: {name: api}}]}
            """);
        var found = await api.PostAsync("v2/apps/detect", s_source);
        found.GetProperty("template_valid").GetBoolean().ShouldBeTrue();
        found.GetProperty("template").GetProperty("spec").GetProperty("name").GetString().ShouldBe("own");
        var services = found.GetProperty("spec").GetProperty("services");
        services[0].GetProperty("name").GetString().ShouldBe("api");
        services[0].GetProperty("git").GetProperty("repo_clone_url").GetString().ShouldBe("https://git.example/owner/My_Shop.git");
        services[0].GetProperty("git").GetProperty("branch").GetString().ShouldBe("main");
        services[1].GetProperty("image").GetProperty("repository").GetString().ShouldBe("redis");
        services[1].TryGetProperty("git", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_spec_of_several_repositories_keeps_them()
    {
        await using var api = await new TestApi().StartAsync();
        api.Source.OnExtract = directory => WriteTemplate(directory, """
            name: own
            workers:
            - name: one
              git: {repo_clone_url: "https://git.example/a/one.git", branch: main}
            - name: two
              github: {repo: a/two, branch: main}
            """);
        var workers = (await api.PostAsync("v2/apps/detect", s_source)).GetProperty("spec").GetProperty("workers");
        workers[0].GetProperty("git").GetProperty("repo_clone_url").GetString().ShouldBe("https://git.example/a/one.git");
        workers[1].GetProperty("github").GetProperty("repo").GetString().ShouldBe("a/two");
    }

    [Fact]
    public async Task A_spec_that_is_wrong_is_told()
    {
        await using var api = await new TestApi().StartAsync();
        api.Source.OnExtract = directory =>
        {
            WriteTemplate(directory, "spec: {name: X, srvices: []}");
            File.WriteAllText(Path.Combine(directory, "index.html"), "<h1>Hello</h1>");
        };
        var found = await api.PostAsync("v2/apps/detect", s_source);
        found.GetProperty("template_found").GetBoolean().ShouldBeTrue();
        found.GetProperty("template_valid").GetBoolean().ShouldBeFalse();
        found.GetProperty("template_error").GetString()!.ShouldContain("srvices");
        found.GetProperty("spec").GetProperty("static_sites").GetArrayLength().ShouldBe(1);
        found.GetProperty("components")[0].GetProperty("strategy").GetString().ShouldBe("HTML");
    }

    [Fact]
    public async Task A_repository_with_nothing_to_deploy_says_what_was_looked_for()
    {
        await using var api = await new TestApi().StartAsync();
        var found = await api.PostAsync("v2/apps/detect", s_source);
        found.TryGetProperty("spec", out _).ShouldBeFalse();
        found.GetProperty("problem").GetString()!.ShouldContain("no files");
    }

    [Fact]
    public async Task A_source_that_is_refused_or_missing_is_said()
    {
        await using var api = await new TestApi().StartAsync();
        _ = await api.PostAsync("v2/apps/detect", new { }, HttpStatusCode.BadRequest);
        _ = await api.PostAsync("v2/apps/detect", new { git = new { repo_clone_url = "--upload-pack=touch /tmp/x", branch = "main" } }, HttpStatusCode.BadRequest);
        _ = await api.PostAsync("v2/apps/detect", new { git = new { repo_clone_url = "https://a.example/b.git", branch = "-x" } }, HttpStatusCode.BadRequest);
        api.Source.Failure = new("the repository does not exist");
        (await api.PostAsync("v2/apps/detect", s_source, HttpStatusCode.BadRequest)).GetProperty("message").GetString().ShouldBe("the repository does not exist");
        api.Source.Failure = new("no answer", transient: true);
        _ = await api.PostAsync("v2/apps/detect", s_source, HttpStatusCode.ServiceUnavailable);
        Directory.EnumerateFileSystemEntries(Path.Combine(api.DataDirectory, "detect")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://git.example/owner/My_Shop.git", "my-shop")]
    [InlineData("file:///srv/2048-game/", "game")]
    [InlineData("git@host:a/b/x.git", "app")]
    [InlineData("https://h/a-name-that-is-far-too-long-for-an-app-of-this-platform", "a-name-that-is-far-too-long-for")]
    [InlineData("/srv/日本", "app")]
    public void A_name_is_made_of_the_address(string url, string name) => Functions.Api.Detect.SpecDraft.NameOf(url).ShouldBe(name);

    private static void WriteTemplate(string directory, string text)
    {
        _ = Directory.CreateDirectory(Path.Combine(directory, ".do"));
        File.WriteAllText(Path.Combine(directory, ".do", "deploy.template.yaml"), text);
    }
}
