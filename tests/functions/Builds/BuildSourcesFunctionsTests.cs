using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Activities.Builds.Kubernetes.Sources;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Blobs;

namespace Pipelines.Functions.Tests.Builds;

public sealed class BuildSourcesFunctionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signed_address_gives_one_snapshot_without_a_token_of_the_api()
    {
        await using var api = await new TestApi().StartAsync();
        var blobs = api.Services.GetRequiredService<IBlobStore>();
        await blobs.WriteAsync("sources/one/abc.tar", new MemoryStream([1, 2, 3]), Cancellation);
        var grants = api.Services.GetRequiredService<SourceGrants>();
        var soon = DateTimeOffset.UtcNow.AddMinutes(1);

        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        (await client.GetByteArrayAsync("builds/sources/" + grants.Sign("sources/one/abc.tar", soon), Cancellation)).ShouldBe([1, 2, 3]);

        (await StatusAsync(client, grants.Sign("sources/one/gone.tar", soon))).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(client, grants.Sign("sources/one/abc.tar", DateTimeOffset.UtcNow.AddSeconds(-1)))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(client, "sources")).ShouldBe(HttpStatusCode.Forbidden);
        var other = grants.Sign("sources/one/abc.tar", soon).Split('.')[0] + "." + grants.Sign("sources/two/abc.tar", soon).Split('.')[1];
        (await StatusAsync(client, other)).ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string token)
    {
        using var response = await client.GetAsync("builds/sources/" + token, Cancellation);
        return response.StatusCode;
    }
}
