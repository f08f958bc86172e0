using System.Net;
using System.Text.Json;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Api.Apps;

public sealed class AppsFunctionsTests
{
    [Fact]
    public async Task A_created_app_is_followed_the_way_doctl_waits()
    {
        await using var api = await new TestApi().StartAsync();
        var created = (await api.PostAsync("v2/apps", new { spec = TestApi.Spec(), project_id = "p1" })).GetProperty("app");
        created.GetProperty("spec").GetProperty("name").GetString().ShouldBe("shop");
        created.GetProperty("project_id").GetString().ShouldBe("p1");
        created.GetProperty("default_ingress").GetString().ShouldBe("http://shop.localhost:8080");
        var pending = created.GetProperty("pending_deployment");
        pending.GetProperty("progress").GetProperty("total_steps").GetInt32().ShouldBe(6);
        var id = created.GetProperty("id").GetString()!;

        var done = await api.DeploymentAsync(id, pending.GetProperty("id").GetString()!, "ACTIVE");
        var progress = done.GetProperty("progress");
        progress.GetProperty("success_steps").GetInt32().ShouldBe(progress.GetProperty("total_steps").GetInt32());
        progress.GetProperty("error_steps").GetInt32().ShouldBe(0);
        progress.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("status").GetString()).ShouldAllBe(status => status == "SUCCESS");
        done.GetProperty("cause").GetString().ShouldBe("initial deployment");
        done.GetProperty("cause_details").GetProperty("type").GetString().ShouldBe("MANUAL");
        done.GetProperty("services")[0].GetProperty("source_commit_hash").GetString().ShouldBe(api.Source.Commit);

        var app = await api.ActiveAsync(id, pending.GetProperty("id").GetString()!);
        app.GetProperty("live_url").GetString().ShouldBe("http://shop.localhost:8080");
        app.GetProperty("region").GetProperty("slug").GetString().ShouldNotBeNullOrEmpty();
        (await api.GetAsync("v2/apps/shop")).GetProperty("app").GetProperty("id").GetString().ShouldBe(id);
        (await api.GetAsync($"v2/apps/{id.ToUpperInvariant()}")).GetProperty("app").GetProperty("id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task An_upsert_goes_from_the_conflict_over_the_list_to_an_update()
    {
        await using var api = await new TestApi().StartAsync();
        var (id, first) = await api.CreateActiveAsync();
        var changed = new { spec = TestApi.Spec(greeting: "hello"), update_all_source_versions = true };

        var error = await api.PostAsync("v2/apps", changed, HttpStatusCode.Conflict);
        error.GetProperty("id").GetString().ShouldBe("conflict");
        error.GetProperty("message").GetString()!.ShouldContain("shop");
        error.GetProperty("request_id").GetString().ShouldNotBeNullOrEmpty();
        var listed = (await api.GetAsync("v2/apps")).GetProperty("apps").EnumerateArray().Single(app => app.GetProperty("spec").GetProperty("name").GetString() == "shop");
        listed.GetProperty("id").GetString().ShouldBe(id);

        var updated = (await api.PutAsync($"v2/apps/{id}", changed)).GetProperty("app");
        var second = updated.GetProperty("pending_deployment").GetProperty("id").GetString()!;
        second.ShouldNotBe(first);
        updated.GetProperty("spec").GetProperty("services")[0].GetProperty("envs")[0].GetProperty("value").GetString().ShouldBe("hello");
        (await api.DeploymentAsync(id, second, "ACTIVE")).GetProperty("cause").GetString().ShouldBe("app spec updated");
        api.Cluster.Releases[second].Components.ShouldHaveSingleItem().Environment["GREETING"].ShouldBe("hello");
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_finds_the_app_it_made()
    {
        await using var api = new TestApi();
        var release = new TaskCompletionSource();
        api.Builder.OnBuild = async (request, cancellation) =>
        {
            await release.Task.WaitAsync(cancellation);
            return Orchestrations.Tests.Platform.FakeBuilder.Image(request);
        };
        _ = await api.StartAsync();
        var spec = TestApi.Spec(secret: "s3cret-value");
        var (id, deployment) = await api.CreateAsync(spec);
        var retried = (await api.PostAsync("v2/apps", new { spec })).GetProperty("app");
        retried.GetProperty("id").GetString().ShouldBe(id);
        retried.GetProperty("pending_deployment").GetProperty("id").GetString().ShouldBe(deployment);
        _ = await api.PostAsync("v2/apps", new { spec = TestApi.Spec(greeting: "other") }, HttpStatusCode.Conflict);
        release.SetResult();
        _ = await api.ActiveAsync(id, deployment);
    }

    [Fact]
    public async Task Concurrent_creates_of_one_name_make_one_app()
    {
        await using var api = await new TestApi().StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async number =>
        {
            using var content = System.Net.Http.Json.JsonContent.Create(new { spec = TestApi.Spec(greeting: $"{number}") });
            using var response = await api.Client.PostAsync("v2/apps", content, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }));
        answers.Count(status => status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(status => status == HttpStatusCode.Conflict).ShouldBe(9);
        (await api.GetAsync("v2/apps")).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Lists_are_paged_by_absolute_links()
    {
        await using var api = await new TestApi().StartAsync();
        foreach (var name in (string[])["one", "two", "three"])
        {
            _ = await api.CreateAsync(TestApi.Spec(name));
        }

        var all = await api.GetAsync("v2/apps");
        all.GetProperty("links").EnumerateObject().ShouldBeEmpty();
        var second = await api.GetAsync("v2/apps?page=2&per_page=1");
        second.GetProperty("apps").GetArrayLength().ShouldBe(1);
        second.GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(3);
        var pages = second.GetProperty("links").GetProperty("pages");
        foreach (var (name, page) in ((string, int)[])[("first", 1), ("prev", 1), ("next", 3), ("last", 3)])
        {
            var link = new Uri(pages.GetProperty(name).GetString()!, UriKind.Absolute);
            link.Query.ShouldContain($"page={page}");
            (await api.GetAsync(link.ToString())).GetProperty("apps").GetArrayLength().ShouldBe(1);
        }

        (await api.GetAsync("v2/apps?page=9")).GetProperty("apps").GetArrayLength().ShouldBe(0);
        _ = await api.GetAsync("v2/apps?page=0", HttpStatusCode.BadRequest);
        _ = await api.GetAsync("v2/apps?per_page=x", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Secrets_come_back_encrypted_are_taken_back_and_show_up_nowhere()
    {
        const string secret = "correct-horse-battery";
        await using var api = await new TestApi().StartAsync();
        var (id, first) = await api.CreateActiveAsync(TestApi.Spec(secret: secret));
        api.Cluster.Releases[first].Components.ShouldHaveSingleItem().Environment["PASSWORD"].ShouldBe(secret);

        var shown = (await api.GetAsync($"v2/apps/{id}")).GetProperty("app");
        var value = SecretOf(shown.GetProperty("spec"));
        value.ShouldStartWith("EV[1:");
        SecretOf(shown.GetProperty("active_deployment").GetProperty("spec")).ShouldBe(value);

        var updated = (await api.PutAsync($"v2/apps/{id}", new { spec = shown.GetProperty("spec") })).GetProperty("app");
        SecretOf(updated.GetProperty("spec")).ShouldBe(value);
        var second = updated.GetProperty("pending_deployment").GetProperty("id").GetString()!;
        _ = await api.DeploymentAsync(id, second, "ACTIVE");
        api.Cluster.Releases[second].Components.ShouldHaveSingleItem().Environment["PASSWORD"].ShouldBe(secret);
        api.Builder.Requests.Count.ShouldBe(1);

        var other = await api.PostAsync("v2/apps", new { spec = Rename(shown.GetProperty("spec"), "thief") }, HttpStatusCode.BadRequest);
        other.GetProperty("message").GetString()!.ShouldContain("does not belong to this app");
        (await api.GetAsync($"v2/apps/{id}/deployments/{first}/history")).ToString().ShouldNotContain(secret);
        api.Logs.All.ShouldNotContain(secret);
        foreach (var file in Directory.EnumerateFiles(api.DataDirectory, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            (await reader.ReadToEndAsync()).ShouldNotContain(secret, customMessage: file);
        }
    }

    [Fact]
    public async Task A_wrong_spec_is_refused_with_its_field()
    {
        await using var api = await new TestApi().StartAsync();
        var error = await api.PostAsync("v2/apps", new { spec = new { name = "shop", services = new[] { new { name = "web", image = new { registry_type = "DOCKER_HUB" }, health_check = new { port = 9090 } } } } }, HttpStatusCode.BadRequest);
        error.GetProperty("id").GetString().ShouldBe("bad_request");
        error.GetProperty("message").GetString()!.ShouldContain("error validating app spec field \"services.health_check.port\"");
        (await api.PostAsync("v2/apps", new { }, HttpStatusCode.BadRequest)).GetProperty("message").GetString()!.ShouldContain("spec");
        _ = await api.GetAsync("v2/apps/nothing", HttpStatusCode.NotFound);
        _ = await api.GetAsync($"v2/apps/{Guid.NewGuid()}", HttpStatusCode.NotFound);
        _ = await api.GetAsync("v2/apps/..%2f..", HttpStatusCode.NotFound);
        _ = await api.GetAsync("v2/apps/%7Bbad%7D", HttpStatusCode.NotFound);
        _ = await api.GetAsync("v2/nothing/at/all", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_apps_name_cannot_be_changed()
    {
        await using var api = await new TestApi().StartAsync();
        var (id, _) = await api.CreateActiveAsync();
        (await api.PutAsync($"v2/apps/{id}", new { spec = TestApi.Spec("other") }, HttpStatusCode.BadRequest)).GetProperty("message").GetString()!.ShouldContain("\"name\"");
    }

    [Fact]
    public async Task A_deleted_app_is_gone_and_its_name_free()
    {
        await using var api = await new TestApi().StartAsync();
        var (id, _) = await api.CreateActiveAsync();
        (await api.SendAsync(HttpMethod.Delete, $"v2/apps/{id}", null, HttpStatusCode.OK)).GetProperty("id").GetString().ShouldBe(id);
        await TestApi.UntilAsync(
            async () =>
            {
                using var response = await api.Client.GetAsync($"v2/apps/{id}", TestContext.Current.CancellationToken);
                return response.StatusCode == HttpStatusCode.NotFound;
            },
            () => "the app is still there");
        api.Cluster.Calls.ShouldContain("delete");
        (await api.CreateActiveAsync()).App.ShouldNotBe(id);
    }

    [Fact]
    public async Task A_proposal_normalises_prices_and_checks_the_name()
    {
        await using var api = await new TestApi().StartAsync();
        var free = await api.PostAsync("v2/apps/propose", new { spec = TestApi.Spec() });
        free.GetProperty("app_name_available").GetBoolean().ShouldBeTrue();
        free.GetProperty("app_cost").GetDecimal().ShouldBe(5);
        free.GetProperty("existing_static_apps").ValueKind.ShouldBe(JsonValueKind.String);
        free.GetProperty("spec").GetProperty("services")[0].GetProperty("instance_size_slug").GetString().ShouldNotBeNullOrEmpty();
        var (id, _) = await api.CreateActiveAsync();
        var taken = await api.PostAsync("v2/apps/propose", new { spec = TestApi.Spec() });
        taken.GetProperty("app_name_available").GetBoolean().ShouldBeFalse();
        taken.GetProperty("app_name_suggestion").GetString().ShouldBe("shop-2");
        (await api.PostAsync("v2/apps/propose", new { spec = TestApi.Spec(), app_id = id })).GetProperty("app_name_available").GetBoolean().ShouldBeTrue();
    }

    private static string SecretOf(JsonElement spec) => spec.GetProperty("services")[0].GetProperty("envs").EnumerateArray()
        .Single(variable => variable.GetProperty("key").GetString() == "PASSWORD").GetProperty("value").GetString()!;

    private static object Rename(JsonElement spec, string name)
    {
        var members = spec.EnumerateObject().ToDictionary(member => member.Name, member => (object)member.Value);
        members["name"] = name;
        return members;
    }
}
