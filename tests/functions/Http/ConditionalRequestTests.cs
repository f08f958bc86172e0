using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Http;

public sealed class ConditionalRequestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_caller_has_already_is_not_sent_again()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, deployment) = await api.CreateActiveAsync();
        foreach (var path in (string[])[$"v2/apps/{app}", "v2/apps", $"v2/apps/{app}/deployments", $"v2/apps/{app}/deployments/{deployment}", "v2/apps/regions", "v2/apps/tiers/instance_sizes"])
        {
            var tag = await TagAsync(api, path);
            foreach (var (known, status) in ((string, HttpStatusCode)[])
                [(tag, HttpStatusCode.NotModified), ("W/" + tag, HttpStatusCode.NotModified), ($"\"x\", {tag}", HttpStatusCode.NotModified), ("*", HttpStatusCode.NotModified), ("\"x\"", HttpStatusCode.OK), ("x", HttpStatusCode.OK)])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.TryAddWithoutValidation("If-None-Match", known).ShouldBeTrue();
                using var response = await api.Client.SendAsync(request, Cancellation);
                response.StatusCode.ShouldBe(status, $"{path} with {known}");
                response.Headers.ETag!.ToString().ShouldBe(tag);
                (await response.Content.ReadAsByteArrayAsync(Cancellation)).Length.ShouldBe(status == HttpStatusCode.OK ? (int)response.Content.Headers.ContentLength! : 0);
            }
        }
    }

    [Fact]
    public async Task A_change_made_from_what_was_read_is_refused_when_it_has_changed_since()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, _) = await api.CreateActiveAsync();
        var read = await TagAsync(api, $"v2/apps/{app}");
        using var stale = await PutAsync(api, app, "stale", "\"0123456789abcdef0123456789abcdef\"");
        stale.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await stale.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetString().ShouldBe("precondition_failed");
        using var weak = await PutAsync(api, app, "weak", "W/" + read);
        weak.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        using var nonsense = await PutAsync(api, app, "nonsense", "nonsense");
        nonsense.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var fresh = await PutAsync(api, app, "fresh", read);
        fresh.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await PutAsync(api, app, "again", read);
        again.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        using var any = await PutAsync(api, app, "any", "*");
        any.StatusCode.ShouldBe(HttpStatusCode.OK);
        var shown = await api.AppAsync(app, current => TestApi.Id(current, "pending_deployment") is null && TestApi.Id(current, "in_progress_deployment") is null);
        shown.GetProperty("spec").GetProperty("services")[0].GetProperty("envs")[0].GetProperty("value").GetString().ShouldBe("any");
    }

    [Fact]
    public async Task Of_changes_made_at_once_from_one_answer_one_is_made()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, _) = await api.CreateActiveAsync();
        var read = await TagAsync(api, $"v2/apps/{app}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            using var response = await PutAsync(api, app, $"{number}", read);
            return response.StatusCode;
        }));
        answers.Count(status => status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(status => status == HttpStatusCode.PreconditionFailed).ShouldBe(7);
        (await api.GetAsync($"v2/apps/{app}/deployments")).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.Conflict)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.Conflict)]
    [InlineData("application/vnd.shop+json", HttpStatusCode.Conflict)]
    [InlineData("", HttpStatusCode.Conflict)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/yaml", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("nonsense", HttpStatusCode.UnsupportedMediaType)]
    public async Task Only_JSON_is_understood(string contentType, HttpStatusCode status)
    {
        await using var api = await new TestApi().StartAsync();
        _ = await api.CreateAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { spec = TestApi.Spec(greeting: "other") })));
        if (contentType.Length > 0)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType).ShouldBeTrue();
        }

        using var response = await api.Client.PostAsync("v2/apps", content, Cancellation);
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("request_id").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task What_is_logged_for_a_request_names_it()
    {
        await using var api = new TestApi();
        api.Cluster.OnList = _ => throw new InvalidOperationException("the cluster is not there");
        _ = await api.StartAsync();
        var (app, _) = await api.CreateAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v2/apps/{app}/health");
        request.Headers.Add("x-request-id", "find-me-1");
        using var response = await api.Client.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        api.Logs.All.Split('\n').ShouldContain(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("[RequestId: find-me-1]", StringComparison.Ordinal));
    }

    private static async Task<string> TagAsync(TestApi api, string path)
    {
        using var response = await api.Client.GetAsync(path, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return response.Headers.ETag.ShouldNotBeNull().ToString();
    }

    private static async Task<HttpResponseMessage> PutAsync(TestApi api, string app, string greeting, string ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"v2/apps/{app}") { Content = JsonContent.Create(new { spec = TestApi.Spec(greeting: greeting) }) };
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch).ShouldBeTrue();
        return await api.Client.SendAsync(request, Cancellation);
    }
}
