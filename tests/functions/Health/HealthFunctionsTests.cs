using System.Net;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Health;

public sealed class HealthFunctionsTests
{
    [Fact]
    public async Task A_platform_whose_parts_answer_is_alive_and_ready_without_a_token()
    {
        await using var api = await new TestApi().StartAsync();
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        (await client.GetStringAsync("healthz", TestContext.Current.CancellationToken)).ShouldContain("alive");
        var ready = await client.GetStringAsync("readyz", TestContext.Current.CancellationToken);
        foreach (var part in (string[])["state", "blobs", "logs", "workflows", "cluster"])
        {
            ready.ShouldContain($"\"name\":\"{part}\",\"ready\":true");
        }

        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "healthz"), TestContext.Current.CancellationToken);
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_named()
    {
        await using var api = await new TestApi().StartAsync();
        api.Cluster.OnList = _ => throw new HttpRequestException("the node does not answer");
        var parts = (await api.GetAsync("readyz", HttpStatusCode.ServiceUnavailable)).GetProperty("parts").EnumerateArray().ToList();
        var failing = parts.Single(part => !part.GetProperty("ready").GetBoolean());
        failing.GetProperty("name").GetString().ShouldBe("cluster");
        failing.GetProperty("problem").GetString().ShouldBe("the node does not answer");
        _ = await api.GetAsync("healthz");
    }
}
