using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.OpenApi;

/// <summary>Makes the description of the API (OpenAPI 3.1.0) out of the functions themselves: their triggers and their <see cref="OperationAttribute"/>.</summary>
internal sealed partial class OpenApiDocument
{
    private const string BearerScheme = "token";
    private readonly SchemaSet _schemas = new();
    private readonly JsonObject _paths = [];

    private OpenApiDocument()
    {
    }

    /// <summary>Describes the functions of an assembly.</summary>
    public static JsonObject Of(Assembly assembly)
    {
        var document = new OpenApiDocument();
        var functions = assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null);
        foreach (var method in functions.OrderBy(method => method.GetCustomAttribute<FunctionAttribute>()!.Name, StringComparer.Ordinal))
        {
            document.Add(method);
        }

        return document.Write();
    }

    /// <summary>A trigger's route as a path: constraints and marks of optional parameters removed.</summary>
    public static string PathOf(HttpTriggerAttribute trigger, string function) => "/" + Parameter().Replace((trigger.Route ?? function).Trim('/'), "{${name}}");

    private JsonObject Write() => new()
    {
        ["openapi"] = "3.1.0",
        ["info"] = new JsonObject
        {
            ["title"] = "Pipelines",
            ["version"] = typeof(OpenApiDocument).Assembly.GetName().Version?.ToString(3) ?? "1.0.0",
            ["description"] = "An app platform. /v2 speaks DigitalOcean's Apps API, /platform is its own.",
        },
        ["paths"] = _paths,
        ["components"] = new JsonObject
        {
            ["schemas"] = _schemas.Write(),
            ["securitySchemes"] = new JsonObject { [BearerScheme] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
        },
    };

    private void Add(MethodInfo method)
    {
        var trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null);
        if (trigger is null || method.GetCustomAttribute<OperationAttribute>() is not { } operation)
        {
            return;
        }

        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        var path = PathOf(trigger, name);
        if (_paths[path] is not JsonObject item)
        {
            _paths[path] = item = [];
        }

        foreach (var verb in trigger.Methods ?? [])
        {
            var id = trigger.Methods!.Length == 1 ? name : $"{name}_{verb.ToLowerInvariant()}";
            item[verb.ToLowerInvariant()] = Describe(id, path, operation, RequiredAccess.Of(method).NeedsToken);
        }
    }

    private JsonObject Describe(string id, string path, OperationAttribute operation, bool needsToken)
    {
        var description = new JsonObject
        {
            ["operationId"] = id,
            ["summary"] = operation.Summary,
            ["tags"] = new JsonArray(operation.Tag),
        };
        if (Parameters(path, operation) is { Count: > 0 } parameters)
        {
            description["parameters"] = parameters;
        }

        if (operation.Body is { } body)
        {
            description["requestBody"] = new JsonObject { ["content"] = Json(_schemas.ReferenceTo(body)) };
        }

        description["responses"] = new JsonObject
        {
            [operation.Status.ToString()] = Success(operation),
            ["default"] = new JsonObject { ["description"] = "An error", ["content"] = Json(_schemas.ReferenceTo(typeof(ErrorWire))) },
        };
        if (needsToken)
        {
            description["security"] = new JsonArray(new JsonObject { [BearerScheme] = new JsonArray() });
        }

        return description;
    }

    private static JsonArray Parameters(string path, OperationAttribute operation)
    {
        var parameters = new JsonArray();
        foreach (var name in Parameter().Matches(path).Select(match => match.Groups["name"].Value))
        {
            parameters.Add(OfParameter(name, "path", required: true));
        }

        foreach (var name in operation.Query.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            parameters.Add(OfParameter(name, "query", required: false));
        }

        return parameters;
    }

    private static JsonNode OfParameter(string name, string place, bool required) => new JsonObject
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = required,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private JsonObject Success(OperationAttribute operation)
    {
        var success = new JsonObject { ["description"] = operation.Summary };
        if (operation.Status is 204 or 302)
        {
            return success;
        }

        var schema = operation.Answer is { } answer ? SchemaOf(operation, answer) : [];
        success["content"] = new JsonObject { [operation.MediaType] = new JsonObject { ["schema"] = schema } };
        return success;
    }

    private JsonObject SchemaOf(OperationAttribute operation, Type answer)
    {
        var schema = _schemas.ReferenceTo(answer);
        schema = operation.IsList ? new JsonObject { ["type"] = "array", ["items"] = schema } : schema;
        return operation.Member is { } member
            ? new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { [member] = schema }, ["required"] = new JsonArray(member) }
            : schema;
    }

    private static JsonObject Json(JsonObject schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };

    [GeneratedRegex(@"\{\*{0,2}(?<name>[A-Za-z]+)[^}]*\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
