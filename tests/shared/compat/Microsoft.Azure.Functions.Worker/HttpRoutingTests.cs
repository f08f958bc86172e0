using System.Net;
using System.Net.Http.Json;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests;

public sealed class HttpRoutingTests : IAsyncLifetime
{
    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("api/DefaultRoute", "GET")]
    [InlineData("api/defaultroute", "GET")]
    [InlineData("api/items/new", "literal")]
    [InlineData("api/items/41", "number 42")]
    [InlineData("api/items/other", "name other")]
    [InlineData("api/items/a%20b", "name a b")]
    [InlineData("api/optional", "page 7")]
    [InlineData("api/optional/3", "page 3")]
    [InlineData("api/pattern/abc", "abc")]
    [InlineData("api/v2/apps/0d7b4b34-4e1e-4b0e-9bcb-3f0b8c3c7a11/x", "GET 0d7b4b34-4e1e-4b0e-9bcb-3f0b8c3c7a11  Rest True")]
    [InlineData("api/v2/apps/0d7b4b34-4e1e-4b0e-9bcb-3f0b8c3c7a11/x/a/b", "GET 0d7b4b34-4e1e-4b0e-9bcb-3f0b8c3c7a11 a/b Rest True")]
    public async Task A_request_reaches_the_function_of_the_closest_route(string path, string answer) =>
        (await host.Client.GetStringAsync(path)).ShouldBe(answer);

    [Theory]
    [InlineData("DefaultRoute")]
    [InlineData("api/nothing")]
    [InlineData("api/v2/apps/17/x/y")]
    [InlineData("api/pattern/xyz")]
    [InlineData("api/optional/three")]
    public async Task A_path_that_fits_no_route_is_not_found(string path) =>
        (await host.Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task A_method_that_no_function_of_the_route_takes_is_refused_with_those_that_do()
    {
        var response = await host.Client.DeleteAsync("api/items/x");

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["GET", "PUT"], ignoreOrder: true);
        (await (await host.Client.PutAsync("api/items/x", null)).Content.ReadAsStringAsync()).ShouldBe("put x");
    }

    [Fact]
    public async Task A_function_without_methods_takes_them_all()
    {
        var response = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Patch, "api/DefaultRoute"));

        (await response.Content.ReadAsStringAsync()).ShouldBe("PATCH");
    }

    [Fact]
    public async Task Query_values_bind_by_name_and_type()
    {
        var answer = await host.Client.GetStringAsync(
            "api/values/k?COUNT=3&day=friday&id=0d7b4b34-4e1e-4b0e-9bcb-3f0b8c3c7a11&at=2026-01-02T03:04:05Z&text=a%26b&flag=False&kind=hidden");

        answer.ShouldBe(
            """{"kind":"k","count":3,"day":"Friday","id":"0d7b4b34-4e1e-4b0e-9bcb-3f0b8c3c7a11","at":"2026-01-02T03:04:05+00:00","text":"a\u0026b","flag":false}""");
    }

    [Fact]
    public async Task Absent_values_are_null_or_their_default() =>
        (await host.Client.GetStringAsync("api/values/k?count=1")).ShouldBe(
            """{"kind":"k","count":1,"day":null,"id":null,"at":null,"text":null,"flag":true}""");

    [Theory]
    [InlineData("api/values/k", "'count' is missing; it must be a Int32.")]
    [InlineData("api/values/k?count=x", "The value of 'count' is not a Int32.")]
    [InlineData("api/values/k?count=1&count=2", "The value of 'count' is not a Int32.")]
    [InlineData("api/values/k?count=99999999999", "The value of 'count' is not a Int32.")]
    [InlineData("api/values/k?count=1&day=someday", "The value of 'day' is not a DayOfWeek.")]
    [InlineData("api/values/k?count=1&day=99", "The value of 'day' is not a DayOfWeek.")]
    [InlineData("api/values/k?count=1&id=x", "The value of 'id' is not a Guid.")]
    [InlineData("api/values/k?count=1&flag=perhaps", "The value of 'flag' is not a Boolean.")]
    public async Task A_value_that_cannot_be_read_is_the_clients_fault(string path, string detail)
    {
        var response = await host.Client.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadFromJsonAsync<ProblemBody>())!.Detail.ShouldBe(detail);
    }

    [Fact]
    public async Task A_trigger_of_another_type_binds_the_body()
    {
        var good = await host.Client.PostAsJsonAsync("api/body", new { name = "n", value = 5 });
        var bad = await host.Client.PostAsJsonAsync("api/body", new { name = "n", value = "five" });

        (await good.Content.ReadAsStringAsync()).ShouldBe("n=5");
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await bad.Content.ReadFromJsonAsync<ProblemBody>())!.Detail.ShouldBe("The body is not the JSON expected: see $.value.");
    }

    [Theory]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "" } } }""", "items/new")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "/deep/down/" } } }""", "deep/down/items/new")]
    public async Task The_route_prefix_is_the_one_of_host_json(string hostJson, string path)
    {
        await using var other = await TestHost.StartAsync(hostJson);

        (await other.Client.GetStringAsync(path)).ShouldBe("literal");
        (await other.Client.GetAsync("api/items/new")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private sealed record ProblemBody(string Detail);
}
