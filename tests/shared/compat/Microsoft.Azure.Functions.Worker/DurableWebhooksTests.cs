using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;
using Microsoft.Azure.Functions.Worker.Tests.Samples;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker.Tests;

public sealed class DurableWebhooksTests : IAsyncLifetime
{
    private const string Instances = "runtime/webhooks/durabletask/instances";
    private TestHost host = null!;

    private DurableTaskClient Engine => host.Services.GetRequiredService<DurableTaskClient>();

    private string Code => "code=" + host.Key("durabletask");

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(
        """{ "extensions": { "durableTask": { "maxConcurrentActivityFunctions": 3, "maxConcurrentOrchestratorFunctions": 4 } } }""",
        Register);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task An_instance_is_followed_by_the_addresses_it_was_started_with()
    {
        var started = await StartAsync("one/two");
        var addresses = await AddressesAsync(started);
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        started.Headers.Location!.OriginalString.ShouldBe(addresses["statusQueryGetUri"]);
        started.Headers.RetryAfter.ShouldNotBeNull();
        addresses["id"].ShouldBe("one/two");

        await Engine.WaitForInstanceStartAsync("one/two", TestContext.Current.CancellationToken);
        var running = await host.Client.GetAsync(addresses["statusQueryGetUri"]);
        running.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        running.Headers.Location!.OriginalString.ShouldBe(addresses["statusQueryGetUri"]);
        (await running.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("input").GetString().ShouldBe("Ada");

        (await PostAsync(addresses["sendEventPostUri"].Replace("{eventName}", "greet"), "\"Hello\"")).ShouldBe(HttpStatusCode.Accepted);
        await EndAsync("one/two");
        var ended = await host.Client.GetAsync(addresses["statusQueryGetUri"] + "&showInput=false&showHistory=true");
        var status = await ended.Content.ReadFromJsonAsync<JsonElement>();

        ended.StatusCode.ShouldBe(HttpStatusCode.OK);
        status.GetProperty("name").GetString().ShouldBe("Greeting");
        status.GetProperty("runtimeStatus").GetString().ShouldBe("Completed");
        status.GetProperty("input").ValueKind.ShouldBe(JsonValueKind.Null);
        status.GetProperty("output").GetString().ShouldBe("Hello Ada!");
        status.GetProperty("customStatus").GetProperty("waiting").GetBoolean().ShouldBeTrue();
        status.GetProperty("createdTime").GetDateTime().Kind.ShouldBe(DateTimeKind.Utc);
        status.GetProperty("historyEvents").EnumerateArray().Select(happened => happened.GetProperty("EventType").GetString())
            .ShouldContain("TaskCompleted");
        (await PostAsync(addresses["sendEventPostUri"].Replace("{eventName}", "greet"), "1")).ShouldBe(HttpStatusCode.Gone);
        (await PostAsync(addresses["terminatePostUri"])).ShouldBe(HttpStatusCode.Gone);
        (await PostAsync(addresses["suspendPostUri"])).ShouldBe(HttpStatusCode.Gone);
        (await PostAsync(addresses["resumePostUri"])).ShouldBe(HttpStatusCode.Gone);
        (await PostAsync(addresses["rewindPostUri"])).ShouldBe(HttpStatusCode.Gone);
        (await host.Client.DeleteAsync(addresses["purgeHistoryDeleteUri"])).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Client.GetAsync(addresses["statusQueryGetUri"])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_instance_is_suspended_resumed_and_terminated()
    {
        var addresses = await AddressesAsync(await StartAsync("control"));
        await Engine.WaitForInstanceStartAsync("control", TestContext.Current.CancellationToken);

        (await PostAsync(addresses["suspendPostUri"])).ShouldBe(HttpStatusCode.Accepted);
        await Eventually.Async(async () => await StatusAsync("control") == OrchestrationRuntimeStatus.Suspended);
        (await host.Client.GetAsync(addresses["statusQueryGetUri"])).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await host.Client.DeleteAsync(addresses["purgeHistoryDeleteUri"])).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PostAsync(addresses["resumePostUri"])).ShouldBe(HttpStatusCode.Accepted);
        await Eventually.Async(async () => await StatusAsync("control") == OrchestrationRuntimeStatus.Running);
        (await PostAsync(addresses["terminatePostUri"].Replace("{text}", "enough"))).ShouldBe(HttpStatusCode.Accepted);
        await EndAsync("control");

        var status = await host.Client.GetFromJsonAsync<JsonElement>(addresses["statusQueryGetUri"]);
        status.GetProperty("runtimeStatus").GetString().ShouldBe("Terminated");
        status.GetProperty("output").GetString().ShouldBe("enough");
    }

    [Fact]
    public async Task A_failed_instance_shows_why_and_rewinding_is_not_offered()
    {
        var addresses = await AddressesAsync(await StartAsync("failing"));
        await PostAsync(addresses["sendEventPostUri"].Replace("{eventName}", "greet"), "\"fail\"");
        await EndAsync("failing");

        var status = await host.Client.GetFromJsonAsync<JsonElement>(addresses["statusQueryGetUri"]);
        status.GetProperty("output").GetString().ShouldBe("System.InvalidOperationException: no greeting");
        (await host.Client.GetAsync(addresses["statusQueryGetUri"] + "&returnInternalServerErrorOnFailure=true"))
            .StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await PostAsync(addresses["rewindPostUri"])).ShouldBe(HttpStatusCode.NotImplemented);
    }

    [Fact]
    public async Task Instances_are_listed_by_filter_a_page_at_a_time()
    {
        foreach (var id in new[] { "list-a", "list-b", "list-c", "other" })
        {
            await StartAsync(id);
            await Engine.WaitForInstanceStartAsync(id, TestContext.Current.CancellationToken);
        }

        await Engine.TerminateInstanceAsync("list-c", TestContext.Current.CancellationToken);
        await EndAsync("list-c");
        var found = new List<string>();
        string? token = null;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Instances}?instanceIdPrefix=list-&top=2&{Code}");
            request.Headers.Add("x-ms-continuation-token", token is null ? [] : [token]);
            var response = await host.Client.SendAsync(request);
            var page = await response.Content.ReadFromJsonAsync<List<JsonElement>>();
            page!.Count.ShouldBeLessThanOrEqualTo(2);
            found.AddRange(page.Select(instance => instance.GetProperty("instanceId").GetString()!));
            token = response.Headers.TryGetValues("x-ms-continuation-token", out var values) ? values.Single() : null;
        }
        while (!string.IsNullOrEmpty(token));

        found.ShouldBe(["list-a", "list-b", "list-c"], ignoreOrder: true);
        (await IdsAsync("runtimeStatus=Terminated,Failed")).ShouldBe(["list-c"]);
        (await IdsAsync("createdTimeFrom=2999-01-01T00:00:00Z")).ShouldBeEmpty();
        (await IdsAsync("createdTimeTo=2999-01-01T00:00:00Z")).Count.ShouldBe(4);
        (await host.Client.DeleteAsync($"{Instances}?createdTimeFrom=2000-01-01&runtimeStatus=Terminated&{Code}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Client.DeleteAsync($"{Instances}?createdTimeFrom=2000-01-01&runtimeStatus=Terminated&{Code}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await IdsAsync("top=100")).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("GET", "?top=0")]
    [InlineData("GET", "?top=many")]
    [InlineData("GET", "?runtimeStatus=Sleeping")]
    [InlineData("GET", "?runtimeStatus=1")]
    [InlineData("GET", "?createdTimeFrom=yesterday")]
    [InlineData("GET", "/x?showInput=perhaps")]
    [InlineData("DELETE", "?runtimeStatus=Failed")]
    public async Task A_wrong_value_is_refused(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{Instances}{path}&{Code}");

        (await host.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "/x")]
    [InlineData("DELETE", "/x")]
    [InlineData("POST", "/x/raiseEvent/e")]
    [InlineData("POST", "/x/terminate")]
    [InlineData("POST", "/x/suspend")]
    [InlineData("POST", "/x/resume")]
    [InlineData("POST", "/x/rewind")]
    [InlineData("POST", "/x/restart")]
    public async Task Every_webhook_asks_for_the_key_and_knows_no_instance_that_is_not_there(string method, string path)
    {
        var bare = new HttpRequestMessage(new HttpMethod(method), Instances + path);
        var wrong = new HttpRequestMessage(new HttpMethod(method), $"{Instances}{path}?code={host.Key("default")}");
        var right = new HttpRequestMessage(new HttpMethod(method), $"{Instances}{path}?createdTimeFrom=2000-01-01&{Code}");

        (await host.Client.SendAsync(bare)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.Client.SendAsync(wrong)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.Client.SendAsync(right)).StatusCode.ShouldBe(path.Length == 0 && method == "GET" ? HttpStatusCode.OK : HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_event_that_is_not_json_is_refused()
    {
        await StartAsync("picky");

        (await PostAsync($"{Instances}/picky/raiseEvent/greet?{Code}", "{ nonsense")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Without_a_request_the_addresses_are_those_the_host_listens_on()
    {
        var payload = await host.Client.GetFromJsonAsync<Dictionary<string, string>>("api/addresses/x");

        payload!["statusQueryGetUri"].ShouldBe($"{host.Address}{Instances}/x?{Code}");
    }

    [Fact]
    public async Task The_work_goes_on_in_the_next_host_with_the_bounds_of_host_json()
    {
        await StartAsync("lasting");
        await host.Host.StopAsync(TestContext.Current.CancellationToken);

        await using var next = await TestHost.StartAsync(root: host.Root, configure: Register);
        var client = next.Services.GetRequiredService<DurableTaskClient>();
        await client.RaiseEventAsync("lasting", "greet", "Hi", TestContext.Current.CancellationToken);
        var ended = await client.WaitForInstanceCompletionAsync("lasting", true, TestContext.Current.CancellationToken);

        ended.ReadOutputAs<string>().ShouldBe("Hi Ada!");
        File.Exists(Path.Combine(host.Root, ".data", "durable.db")).ShouldBeTrue();
        var concurrency = host.Services.GetRequiredService<IOptions<DurableTaskWorkerOptions>>().Value.Concurrency;
        concurrency.MaximumConcurrentActivityWorkItems.ShouldBe(3);
        concurrency.MaximumConcurrentOrchestrationWorkItems.ShouldBe(4);
    }

    private static void Register(Builder.FunctionsApplicationBuilder builder) =>
        builder.Services.Configure<DurableTaskRegistry>(registry =>
        {
            registry.AddOrchestrator<DurableFunctions.Greeting>();
            registry.AddActivity<DurableFunctions.Greet>();
        });

    private static async Task<Dictionary<string, string>> AddressesAsync(HttpResponseMessage started) =>
        (await started.Content.ReadFromJsonAsync<Dictionary<string, string>>())!;

    private Task<HttpResponseMessage> StartAsync(string id) => host.Client.PostAsync($"api/greetings?id={Uri.EscapeDataString(id)}", null);

    private async Task<HttpStatusCode> PostAsync(string address, string? json = null)
    {
        using var content = json is null ? null : new StringContent(json, null, "application/json");
        return (await host.Client.PostAsync(address, content)).StatusCode;
    }

    private async Task<OrchestrationRuntimeStatus> StatusAsync(string id) =>
        (await Engine.GetInstanceAsync(id, TestContext.Current.CancellationToken))!.RuntimeStatus;

    private Task EndAsync(string id) => Engine.WaitForInstanceCompletionAsync(id, TestContext.Current.CancellationToken);

    private async Task<List<string>> IdsAsync(string filter) =>
        [.. (await host.Client.GetFromJsonAsync<List<JsonElement>>($"{Instances}?{filter}&{Code}"))!
            .Select(instance => instance.GetProperty("instanceId").GetString()!)];
}
