using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.OpenApi;

public sealed class OpenApiFunctionsTests
{
    private static IEnumerable<(MethodInfo Method, string Name, HttpTriggerAttribute Trigger)> Functions =>
        from type in typeof(OpenApiFunctions).Assembly.GetTypes()
        where type != typeof(UnknownFunctions)
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
        where trigger is not null
        select (method, function.Name, trigger);

    [Fact]
    public async Task The_description_is_served_and_every_reference_in_it_leads_somewhere()
    {
        await using var api = await new TestApi().StartAsync();
        var document = await api.GetAsync("openapi.json");
        document.GetProperty("openapi").GetString().ShouldBe("3.1.0");
        document.GetProperty("info").GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        document.GetProperty("info").GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var references = References(document).Distinct().ToList();
        references.ShouldContain("#/components/schemas/AppSpec");
        foreach (var reference in references)
        {
            reference.ShouldStartWith("#/components/schemas/");
            schemas.TryGetProperty(reference["#/components/schemas/".Length..], out var schema).ShouldBeTrue(reference);
            schema.ValueKind.ShouldBe(JsonValueKind.Object);
        }

        var step = schemas.GetProperty("Step").GetProperty("properties");
        step.GetProperty("message_base").ToString().ShouldContain("string");
        schemas.GetProperty("AppSpec").GetProperty("properties").GetProperty("static_sites").ToString().ShouldContain("StaticSiteSpec");
        schemas.GetProperty("App").GetProperty("properties").GetProperty("spec").ToString().ShouldContain("#/components/schemas/AppSpec");
    }

    [Fact]
    public async Task Every_function_is_described_with_its_parameters()
    {
        await using var api = await new TestApi().StartAsync();
        var paths = (await api.GetAsync("openapi.json")).GetProperty("paths");
        var ids = new List<string>();
        foreach (var (method, name, trigger) in Functions)
        {
            var path = OpenApiDocument.PathOf(trigger, name);
            paths.TryGetProperty(path, out var item).ShouldBeTrue($"{name} has no [Operation]");
            foreach (var verb in trigger.Methods!)
            {
                var operation = item.GetProperty(verb);
                ids.Add(operation.GetProperty("operationId").GetString()!);
                operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
                operation.GetProperty("responses").EnumerateObject().Count().ShouldBe(2);
                var parameters = operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "path").Select(parameter => parameter.GetProperty("name").GetString()!) : [];
                parameters.ShouldBe(path.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment[1..^1]));
                operation.TryGetProperty("security", out _).ShouldBe(RequiredAccess.Of(method).NeedsToken);
            }
        }

        ids.ShouldBeUnique();
        ids.Count.ShouldBeGreaterThan(30);
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
