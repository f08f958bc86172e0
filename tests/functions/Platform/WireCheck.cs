using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.Tests.Platform;

/// <summary>Holds each answer against <see cref="WireShapes"/>.</summary>
internal static class WireCheck
{
    private static readonly IReadOnlyList<(ServedRoute Route, TemplateMatcher Matcher)> s_routes = [.. ServedRoute.All
        .Where(route => route.Method.DeclaringType != typeof(UnknownFunctions))
        .OrderBy(route => route.Template.Count(character => character == '{'))
        .Select(route => (route, new TemplateMatcher(TemplateParser.Parse(route.Template), [])))];

    /// <summary>Finds what is wrong with an answer; nothing for one of a function that has no shape.</summary>
    public static IReadOnlyList<string> Find(HttpMethod method, string path, int status, JsonElement answer)
    {
        var problems = new List<string>();
        var function = FunctionOf(method, path);
        if (status >= 400 && function != "GetReadiness")
        {
            CheckMembers(answer, WireShapes.Types["Error"], "error", problems);
        }
        else if (status is >= 200 and < 300 and not 204 && function is not null && WireShapes.Answers.TryGetValue(function, out var shape))
        {
            CheckMembers(answer, shape, function, problems);
        }

        return problems;
    }

    private static string? FunctionOf(HttpMethod method, string path)
    {
        var local = Uri.TryCreate(path, UriKind.Absolute, out var absolute) && absolute.Scheme != Uri.UriSchemeFile ? absolute.AbsolutePath : "/" + path.TrimStart('/').Split('?')[0];
        return s_routes.FirstOrDefault(route => route.Route.Verb == method.Method && route.Matcher.TryMatch(new PathString(local), [])).Route?.Function;
    }

    private static void CheckMembers(JsonElement value, string shape, string where, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{where} is no object but {value.ValueKind}");
            return;
        }

        var known = new HashSet<string>();
        foreach (var member in shape.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = member.IndexOf(':', StringComparison.Ordinal);
            var (name, type) = (member[..colon].TrimStart('+'), member[(colon + 1)..].TrimEnd('!'));
            _ = known.Add(name);
            if (value.TryGetProperty(name, out var inner) && inner.ValueKind != JsonValueKind.Null)
            {
                Check(inner, type, $"{where}.{name}", problems);
            }
            else if (member.EndsWith('!'))
            {
                problems.Add($"{where}.{name} is missing");
            }
        }

        problems.AddRange(value.EnumerateObject().Where(member => !known.Contains(member.Name)).Select(member => $"{where}.{member.Name} is not known to clients"));
    }

    private static void Check(JsonElement value, string type, string where, List<string> problems)
    {
        if (type.StartsWith('['))
        {
            if (value.ValueKind != JsonValueKind.Array)
            {
                problems.Add($"{where} is no list but {value.ValueKind}");
                return;
            }

            foreach (var (index, item) in value.EnumerateArray().Index().Where(each => type != "[number]" || each.Item.ValueKind != JsonValueKind.Null))
            {
                Check(item, type[1..^1], $"{where}[{index}]", problems);
            }
        }
        else if (WireShapes.Types.TryGetValue(type, out var shape))
        {
            CheckMembers(value, shape, where, problems);
        }
        else if (!Is(value, type))
        {
            problems.Add($"{where} is no {type}: {value}");
        }
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "Spec" => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("name", out _),
        "string" => value.ValueKind == JsonValueKind.String,
        "bool" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "int" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "pair" => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2 && Is(value[0], "int") && Is(value[1], "decimal"),
        "number" => value.ValueKind == JsonValueKind.Number,
        "decimal" => value.ValueKind == JsonValueKind.String && decimal.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        "uuid" => value.ValueKind == JsonValueKind.String && Guid.TryParseExact(value.GetString(), "D", out _),
        "time" => value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out _),
        "url" => value.ValueKind == JsonValueKind.String && Uri.TryCreate(value.GetString(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https",
        _ when type.StartsWith('=') => value.ValueKind == JsonValueKind.String && type[1..].Split('|').Contains(value.GetString()),
        _ => throw new InvalidOperationException($"the shapes name a type \"{type}\" that there is not"),
    };
}
