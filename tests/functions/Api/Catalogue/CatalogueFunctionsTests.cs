using System.Net;
using System.Text.Json;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Api.Catalogue;

public sealed class CatalogueFunctionsTests
{
    [Fact]
    public async Task Regions_and_sizes_are_listed_in_the_clients_types()
    {
        await using var api = await new TestApi().StartAsync();
        var regions = (await api.GetAsync("v2/apps/regions")).GetProperty("regions");
        regions.EnumerateArray().Select(region => region.GetProperty("slug").GetString()).ShouldContain("ams");
        regions.EnumerateArray().Count(region => region.GetProperty("default").GetBoolean()).ShouldBe(1);
        var sizes = (await api.GetAsync("v2/apps/tiers/instance_sizes")).GetProperty("instance_sizes");
        sizes.EnumerateArray().ShouldAllBe(size => size.GetProperty("memory_bytes").ValueKind == JsonValueKind.String && size.GetProperty("usd_per_month").ValueKind == JsonValueKind.String);
        (await api.GetAsync("v2/apps/tiers/instance_sizes/apps-s-1vcpu-0.5gb")).GetProperty("instance_size").GetProperty("usd_per_month").GetString().ShouldBe("5.00");
        _ = await api.GetAsync("v2/apps/tiers/instance_sizes/huge", HttpStatusCode.NotFound);
    }
}
