using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.Kubernetes.Tests.Faults;
using Pipelines.Kubernetes.Tests.RealCluster;

namespace Pipelines.Kubernetes.Tests;

public sealed class RetryTests
{
    private static readonly JsonObject One = Manifests.ConfigMapOf("space", "one", ("a", "1"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_server_did_not_take_is_sent_again_when_it_wants_it()
    {
        await using var server = await FaultServer.StartAsync();
        var time = new ImpatientTimeProvider();
        using var api = server.Connect(time);
        server.ThenStatus(429, "TooManyRequests", "busy", retryAfter: "7").ThenStatus(503, "ServiceUnavailable", "starting", retryAfter: "3").ThenJson("""{"kind":"ConfigMap"}""");

        await api.CreateAsync(One, Cancellation);

        server.Seen.Count.ShouldBe(3);
        server.Seen.ShouldAllBe(request => request.Method == "POST" && request.Body == One.ToJsonString());
        time.Waits[0].ShouldBeInRange(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7.5));
        time.Waits[1].ShouldBeInRange(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.5));
    }

    [Fact]
    public async Task A_date_in_Retry_After_is_honoured()
    {
        await using var server = await FaultServer.StartAsync();
        var time = new ImpatientTimeProvider();
        using var api = server.Connect(time);
        server.ThenStatus(429, "TooManyRequests", "busy", retryAfter: time.GetUtcNow().AddSeconds(12).ToString("R")).ThenJson("{}");

        await api.GetAsync(Manifests.ConfigMap, "space", "one", Cancellation);

        time.Waits[0].ShouldBeInRange(TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(13));
    }

    [Fact]
    public async Task Tries_end_when_their_time_is_over()
    {
        await using var server = await FaultServer.StartAsync();
        var time = new ImpatientTimeProvider();
        using var api = server.Connect(time);
        for (var count = 0; count < 10; count++)
        {
            server.ThenStatus(429, "TooManyRequests", "still busy", retryAfter: "30");
        }

        var failed = await Should.ThrowAsync<KubernetesException>(() => api.GetAsync(Manifests.ConfigMap, "space", "one", Cancellation));

        failed.StatusCode.ShouldBe(429);
        failed.Message.ShouldBe("get v1 ConfigMap space/one: still busy");
        server.Seen.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Waits_grow_and_differ()
    {
        await using var server = await FaultServer.StartAsync();
        var time = new ImpatientTimeProvider();
        using var api = server.Connect(time);
        for (var count = 0; count < 7; count++)
        {
            server.ThenJson("{}", 503);
        }

        server.ThenJson("{}");
        await api.GetAsync(Manifests.ConfigMap, "space", "one", Cancellation);

        time.Waits.Count.ShouldBe(7);
        for (var index = 0; index < time.Waits.Count; index++)
        {
            var longest = TimeSpan.FromMilliseconds(200 << index);
            time.Waits[index].ShouldBeInRange(longest / 2, longest);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_what_may_be_done_twice_is_sent_again_after_a_failure_in_between(bool http2)
    {
        await using var server = await FaultServer.StartAsync(http2);
        using var api = server.Connect();
        server.ThenJson("bad gateway", 502).ThenBreak().ThenJson("""{"kind":"ConfigMap"}""");
        await api.ApplyAsync(One, cancellation: Cancellation);
        server.Seen.Count.ShouldBe(3);

        server.ThenBreak();
        var broken = await Should.ThrowAsync<KubernetesException>(() => api.CreateAsync(One, Cancellation));
        (broken.StatusCode, broken.Reason).ShouldBe((503, KubernetesException.Unreachable));
        server.ThenJson("<html>bad gateway</html>", 502);
        (await Should.ThrowAsync<KubernetesException>(() => api.CreateAsync(One, Cancellation))).StatusCode.ShouldBe(502);
        server.Seen.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_server_that_fails_each_time_is_believed_after_a_few_tries()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        for (var count = 0; count < 10; count++)
        {
            server.ThenStatus(500, "InternalError", "failed calling webhook");
        }

        var failed = await Should.ThrowAsync<KubernetesException>(() => api.ApplyAsync(One, cancellation: Cancellation));

        (failed.StatusCode, failed.Reason, failed.Message).ShouldBe((500, "InternalError", "apply v1 ConfigMap space/one: failed calling webhook"));
        server.Seen.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("failed to create typed patch object: .spec.foo: field not declared in schema", 500, ".spec.foo")]
    [InlineData("failed to create typed patch object: errors:\n  .spec.foo: field not declared in schema\n  .spec.replicas: expected numeric (int or float), got string", 500, ".spec.foo .spec.replicas")]
    [InlineData("failed to create typed patch object (a/b; apps/v1, Kind=Deployment): .spec.template.spec.containers[name=\"web\"].imagee: field not declared in schema", 400, ".spec.template.spec.containers[name=\"web\"].imagee")]
    public async Task Undeclared_and_mistyped_fields_are_named_and_not_tried_again(string message, int status, string fields)
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server.ThenStatus(status, string.Empty, message);

        var failed = await Should.ThrowAsync<KubernetesException>(() => api.ApplyAsync(One, cancellation: Cancellation));

        (failed.StatusCode, failed.Reason).ShouldBe((400, "BadRequest"));
        string.Join(' ', failed.Causes.Select(cause => cause.Field)).ShouldBe(fields);
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_lost_race_is_tried_again_and_a_conflict_with_a_manager_is_not()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server.ThenStatus(409, "AlreadyExists", "somebody made it").ThenJson("""{"kind":"ConfigMap"}""");
        await api.ApplyAsync(One, cancellation: Cancellation);
        server.ThenStatus(409, "Conflict", "Operation cannot be fulfilled on resourcequotas").ThenStatus(409, "AlreadyExists", "it exists");
        (await Should.ThrowAsync<KubernetesException>(() => api.CreateAsync(One, Cancellation))).Reason.ShouldBe("AlreadyExists");
        server.Seen.Count.ShouldBe(4);

        server.ThenStatus(409, "Conflict", "Apply failed with 1 conflict", null, new StatusCause("FieldManagerConflict", ".data.a", "conflict with \"other\""));
        var conflict = await Should.ThrowAsync<KubernetesException>(() => api.ApplyAsync(One, cancellation: Cancellation));
        conflict.Causes.ShouldBe([new StatusCause("FieldManagerConflict", ".data.a", "conflict with \"other\"")]);
        server.Seen.Count.ShouldBe(5);

        var certain = One.DeepClone().AsObject();
        certain["metadata"]!["resourceVersion"] = "5";
        server.ThenStatus(409, "Conflict", "the object has been modified");
        (await Should.ThrowAsync<KubernetesException>(() => api.ApplyAsync(certain, cancellation: Cancellation))).StatusCode.ShouldBe(409);
        server.Seen.Count.ShouldBe(6);
    }

    [Fact]
    public async Task An_apply_is_one_server_side_apply_in_JSON()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server.ThenJson("""{"kind":"ConfigMap"}""");

        await api.ApplyAsync(One, force: true, dryRun: true, cancellation: Cancellation);

        var request = server.Seen.ShouldHaveSingleItem();
        (request.Method, request.Path, request.ContentType).ShouldBe(("PATCH", "/api/v1/namespaces/space/configmaps/one", "application/apply-patch+yaml"));
        request.Query.Select(pair => $"{pair.Key}={pair.Value}").ShouldBe(["fieldManager=pipelines", "force=true", "dryRun=All", "fieldValidation=Strict"]);
        request.Body.ShouldBe(One.ToJsonString());
    }

    [Fact]
    public async Task A_deletion_whose_answer_got_lost_has_deleted()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server.ThenBreak().ThenStatus(404, "NotFound", "not found");
        (await api.DeleteAsync(Manifests.ConfigMap, "space", "one", DeletePropagation.Foreground, 5, "u-1", Cancellation)).ShouldBeTrue();
        JsonNode.Parse(server.Seen[0].Body)!.ToJsonString().ShouldBe(
            """{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Foreground","gracePeriodSeconds":5,"preconditions":{"uid":"u-1"}}""");

        server.ThenStatus(404, "NotFound", "not found");
        (await api.DeleteAsync(Manifests.ConfigMap, "space", "one", cancellation: Cancellation)).ShouldBeFalse();
        server.ThenStatus(409, "Conflict", "the system is ensuring all content is removed from this namespace");
        (await api.DeleteAsync(Manifests.Namespace, null, "space", cancellation: Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_body_that_trickles_is_given_up()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect(TimeProvider.System, new KubernetesLimits { Attempt = TimeSpan.FromMilliseconds(250), Retry = TimeSpan.Zero });
        server.ThenLines(StreamEnd.Silent, """{"kind":""");

        var failed = await Should.ThrowAsync<KubernetesException>(() => api.GetAsync(Manifests.ConfigMap, "space", "one", Cancellation));

        (failed.StatusCode, failed.Reason).ShouldBe((503, KubernetesException.Unreachable));
        failed.Message.ShouldContain("no answer within");
    }

    [Fact]
    public async Task An_answer_that_is_half_closed_is_asked_for_again()
    {
        const string Half = "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 100\n\n{\"kind\":";
        const string Whole = "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 20\n\n{\"kind\":\"ConfigMap\"}";
        await using var server = new HalfClosingServer(Half, Half, Whole);
        using var api = new KubernetesApi(new k8s.KubernetesClientConfiguration { Host = server.Address }, new KubernetesLimits(), new ImpatientTimeProvider(), NullLogger.Instance);

        var read = await api.GetAsync(Manifests.ConfigMap, "space", "one", Cancellation);

        ((string?)read?["kind"]).ShouldBe("ConfigMap");
        server.Connections.ShouldBe(3);
    }

    [Fact]
    public async Task Nobody_there_is_unreachable_after_many_tries()
    {
        var time = new ImpatientTimeProvider();
        string address;
        await using (var server = await FaultServer.StartAsync())
        {
            address = server.Address;
        }

        using var api = new KubernetesApi(new k8s.KubernetesClientConfiguration { Host = address }, new KubernetesLimits(), time, NullLogger.Instance);
        var failed = await Should.ThrowAsync<KubernetesException>(() => api.GetCatalogAsync(Cancellation));

        (failed.StatusCode, failed.Reason).ShouldBe((503, KubernetesException.Unreachable));
        failed.InnerException.ShouldBeOfType<HttpRequestException>();
        time.Waits.Count.ShouldBeGreaterThan(8);
        time.Waits.Aggregate((sum, wait) => sum + wait).ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect(TimeProvider.System);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        server.Then(async context =>
        {
            context.Response.Headers.RetryAfter = "60";
            context.Response.StatusCode = 429;
            await context.Response.CompleteAsync();
            await cancel.CancelAsync();
        });

        await Should.ThrowAsync<OperationCanceledException>(() => api.GetAsync(Manifests.ConfigMap, "space", "one", cancel.Token));
    }

    [Fact]
    public async Task What_is_no_answer_of_the_API_is_said_to_be_none()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect(limits: new KubernetesLimits { MaximumAnswer = 1000 });
        server.ThenJson("<html>log in</html>").ThenJson("[]").ThenJson($"{{\"kind\":\"{new string('x', 2000)}\"}}");
        for (var count = 0; count < 3; count++)
        {
            var failed = await Should.ThrowAsync<KubernetesException>(() => api.GetAsync(Manifests.ConfigMap, "space", "one", Cancellation));
            (failed.StatusCode, failed.Reason).ShouldBe((502, KubernetesException.InvalidAnswer));
        }

        // Credentials must not follow to wherever somebody points.
        server.Then(context =>
        {
            context.Response.Redirect(server.Address + "/elsewhere");
            return Task.CompletedTask;
        });
        (await Should.ThrowAsync<KubernetesException>(() => api.GetAsync(Manifests.ConfigMap, "space", "one", Cancellation))).StatusCode.ShouldBe(502);
        server.Seen.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Messages_never_quote_secrets()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        var secret = Manifests.ConfigMapOf("space", "one");
        secret["kind"] = "Secret";
        secret["data"] = new JsonObject { ["password"] = "aHVudGVyMg==" };
        secret["stringData"] = new JsonObject { ["other"] = "correct horse" };
        server
            .ThenStatus(400, "BadRequest", "Secret in version \"v1\" cannot be handled: illegal base64 data at input byte 4, error found in #10 byte of ...|\":\"aHVudGVy|...")
            .ThenStatus(422, "Invalid", "data[password]: Invalid value: \"hunter2\"", null, new StatusCause("FieldValueInvalid", "data", "Invalid value: \"correct horse\" or aHVudGVyMg=="));

        var malformed = await Should.ThrowAsync<KubernetesException>(() => api.ApplyAsync(secret, cancellation: Cancellation));
        malformed.Message.ShouldBe("apply v1 Secret space/one: Secret in version \"v1\" cannot be handled: illegal base64 data at input byte 4");
        var invalid = await Should.ThrowAsync<KubernetesException>(() => api.ApplyAsync(secret, cancellation: Cancellation));
        invalid.Message.ShouldBe("apply v1 Secret space/one: data[password]: Invalid value: \"***\"");
        invalid.Causes[0].Message.ShouldBe("Invalid value: \"***\" or ***");
        server.ThenStatus(422, "Invalid", "Invalid value: hunter2");
        var patched = await Should.ThrowAsync<KubernetesException>(() => api.PatchAsync(
            new ResourceType(string.Empty, "v1", "Secret", "secrets", true), "space", "one", new JsonObject { ["data"] = secret["data"]!.DeepClone() }, cancellation: Cancellation));
        patched.Message.ShouldBe("patch v1 Secret space/one: Invalid value: ***");
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("%2e%2e")]
    [InlineData("")]
    public async Task Names_cannot_leave_their_place_in_the_path(string name)
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();

        await Should.ThrowAsync<ArgumentException>(() => api.GetAsync(Manifests.ConfigMap, "space", name, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => api.GetAsync(Manifests.ConfigMap, name, "one", Cancellation));

        server.Seen.ShouldBeEmpty();
    }
}
