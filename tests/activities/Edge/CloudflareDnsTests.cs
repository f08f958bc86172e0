using Pipelines.Activities.Edge;
using Pipelines.Activities.Edge.Cloudflare;

namespace Pipelines.Activities.Tests.Edge;

/// <summary>Records at Cloudflare, whose API is played by a server on this machine.</summary>
public sealed class CloudflareDnsTests
{
    private const string Name = "_acme-challenge.www.example.test";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_are_added_once_and_removed_alone()
    {
        await using var server = await CloudflareServer.StartAsync();
        using var dns = new CloudflareDns(new CloudflareOptions { ApiToken = "right", ApiUrl = server.Address });
        (await dns.CanWriteAsync(Name, Cancellation)).ShouldBeTrue();
        (await dns.CanWriteAsync("www.example.org", Cancellation)).ShouldBeFalse();

        await dns.AddTextAsync(Name, "one", Cancellation);
        await dns.AddTextAsync(Name, "two", Cancellation);
        await dns.AddTextAsync(Name, "one", Cancellation);
        server.Records.Select(record => (string)record["content"]!).ShouldBe(["\"one\"", "\"two\""]);
        server.Records.ShouldAllBe(record => (string)record["type"]! == "TXT" && (string)record["name"]! == Name && (int)record["ttl"]! == 60);

        await dns.RemoveTextAsync(Name, "one", Cancellation);
        await dns.RemoveTextAsync(Name, "one", Cancellation);
        await dns.RemoveTextAsync("www.example.org", "one", Cancellation);
        server.Records.ShouldHaveSingleItem()["content"]!.GetValue<string>().ShouldBe("\"two\"");
    }

    [Fact]
    public async Task A_refusal_is_told_without_the_token()
    {
        await using var server = await CloudflareServer.StartAsync();
        using var dns = new CloudflareDns(new CloudflareOptions { ApiToken = "wrong-and-secret", ApiUrl = server.Address });
        var refused = await Should.ThrowAsync<EdgeException>(() => dns.AddTextAsync(Name, "one", Cancellation));
        refused.Message.ShouldBe("Cloudflare answered 403: Authentication error.");
        refused.ToString().ShouldNotContain("wrong-and-secret");
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_told()
    {
        using var dns = new CloudflareDns(new CloudflareOptions { ApiToken = "right", ApiUrl = new Uri("http://127.0.0.1:1/") });
        (await Should.ThrowAsync<EdgeException>(() => dns.CanWriteAsync(Name, Cancellation))).Message.ShouldStartWith("Cloudflare does not answer");
    }
}
