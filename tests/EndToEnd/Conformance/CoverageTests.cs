using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Conformance.Clients;

namespace Pipelines.EndToEnd.Conformance;

/// <summary>That nothing is left out, and that the clients of the tests are as strict as the real ones.</summary>
public sealed class CoverageTests
{
    [Fact]
    public void EachEndpoint_IsRequestedByATest() => typeof(CoverageTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .SelectMany(method => method.GetCustomAttribute<RequestsAttribute>()?.Rows ?? [])
        .Distinct()
        .ShouldBe(EndpointTable.Rows, ignoreOrder: true);

    [Theory]
    [InlineData("GET", "/v2/apps/tiers", "GET /v2/apps/tiers")]
    [InlineData("GET", "/v2/apps/tiers/instance_sizes", "GET /v2/apps/tiers/instance_sizes")]
    [InlineData("GET", "/v2/apps/0", "GET /v2/apps/{id}")]
    [InlineData("POST", "/v2/apps/0/rollback/validate", "POST /v2/apps/{id}/rollback/validate")]
    [InlineData("GET", "/v2/apps/0/deployments/", null)]
    [InlineData("PATCH", "/v2/apps/0", null)]
    public void ARequest_BelongsToOneRow(string method, string path, string? row) => EndpointTable.Find(new HttpMethod(method), path).ShouldBe(row);

    [Theory]
    [InlineData("""{"created_at":""}""", "created_at of type time")]
    [InlineData("""{"created_at":"2026-11-22"}""", "created_at of type time")]
    [InlineData("""{"created_at":1795341600}""", "created_at of type time")]
    [InlineData("""{"id":7}""", "id of type string")]
    [InlineData("""{"spec":{"services":[{"http_port":"80"}]}}""", "http_port of type int64")]
    [InlineData("""{"spec":{"services":[{"instance_count":1.5}]}}""", "instance_count of type int64")]
    [InlineData("""{"active_deployment":{"progress":{"total_steps":"6"}}}""", "total_steps of type int32")]
    [InlineData("""{"active_deployment":[]}""", "active_deployment of type Deployment")]
    [InlineData("""{"domains":{}}""", "domains of type [AppDomain]")]
    public void WhatGodoCannotRead_IsAnError(string app, string problem) =>
        Should.Throw<JsonException>(() => GoJson.Decode("App", JsonDocument.Parse(app).RootElement)).Message.ShouldContain(problem);

    [Fact]
    public void WhatGodoReads_IsWhatItKnows()
    {
        using var answer = JsonDocument.Parse("""{"ID":"x","created_at":null,"raised":true,"updated_at":"2026-11-22T10:00:00.5+01:00","spec":{"name":"shop"}}""");
        GoJson.Decode("App", answer.RootElement).ToJsonString().ShouldBe("""{"id":"x","created_at":null,"updated_at":"2026-11-22T10:00:00.5\u002B01:00","spec":{"name":"shop"}}""");
    }

    [Theory]
    [InlineData("AppUpdateRequest", """{"spec":{"name":"shop","region":"","services":[]}}""", """{"spec":{"name":"shop"},"update_all_source_versions":false}""")]
    [InlineData("AppCreateRequest", """{"spec":{"services":[{"name":"web","http_port":0,"git":{},"health_check":{"port":0}}]},"project_id":""}""", """{"spec":{"name":"","services":[{"name":"web","git":{},"health_check":{}}]}}""")]
    [InlineData("AppRestartRequest", "{}", """{"components":null}""")]
    [InlineData("AlertDestinationUpdateRequest", """{"slack_webhooks":[{"url":"u","channel":""}]}""", """{"emails":null,"slack_webhooks":[{"url":"u"}]}""")]
    [InlineData("AppIngressSpecRuleMatch", """{"path":{"prefix":""}}""", """{"path":{"prefix":""}}""")]
    [InlineData("UpgradeBuildpackOptions", """{"buildpack_id":"b","major_version":0,"trigger_deployment":false}""", """{"buildpack_id":"b"}""")]
    public void WhatGodoSends_LacksZeros_WhereItsTypesSaySo(string type, string held, string sent) =>
        GoJson.Encode(type, (JsonObject)JsonNode.Parse(held)!).ToJsonString().ShouldBe(sent);

    [Fact]
    public void ASpecFile_WithAnUnknownField_IsRefusedByTheClient() =>
        Should.Throw<JsonException>(() => Doctl.ReadSpec((JsonObject)JsonNode.Parse("""{"name":"shop","services":[{"name":"web","colour":"red"}]}""")!)).Message.ShouldContain("colour");
}
