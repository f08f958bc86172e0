using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipelines.AppSpecs;
using Pipelines.Cli.Api;

namespace Pipelines.Cli.Specs;

/// <summary>Finds the spec to deploy: a file, the one in a repository's <c>.do</c> directory, or one made by detection.</summary>
internal static class SpecSource
{
    /// <summary>Reads the spec.</summary>
    /// <exception cref="CliException">There is nothing to deploy, or the spec has problems.</exception>
    public static async Task<JsonElement> ReadAsync(ApiClient api, string source, string? name, string? branch, CancellationToken cancellation)
    {
        if (File.Exists(source))
        {
            return Parse(await File.ReadAllBytesAsync(source, cancellation), source);
        }

        var url = Directory.Exists(source) ? RepositoryOf(source) : source;
        var detection = await api.DetectAsync(url, branch, cancellation);
        if (detection.Spec is not { ValueKind: JsonValueKind.Object } spec)
        {
            throw new CliException(detection.Problem ?? detection.TemplateError ?? $"nothing deployable was found in {url}");
        }

        return name is null ? spec : Rename(spec, name);
    }

    private static string RepositoryOf(string directory)
    {
        var full = Path.GetFullPath(directory);
        return Directory.Exists(Path.Combine(full, ".git")) || File.Exists(Path.Combine(full, "HEAD"))
            ? "file://" + full
            : throw new CliException($"{full} is no git repository; make it one: git init && git add -A && git commit -m 'First version'");
    }

    private static JsonElement Rename(JsonElement spec, string name)
    {
        var members = spec.EnumerateObject().ToDictionary(member => member.Name, member => (object)member.Value, StringComparer.Ordinal);
        members["name"] = name;
        return JsonSerializer.SerializeToElement(members);
    }

    private static JsonElement Parse(byte[] text, string path)
    {
        var result = AppSpecParser.Parse(text);
        if (result.Spec is { } spec && result.Problems.Count == 0)
        {
            return JsonSerializer.SerializeToElement(spec, AppSpecJson.Options);
        }

        var message = new StringBuilder($"{path} is no valid App Spec:");
        foreach (var problem in result.Problems)
        {
            _ = message.Append(CultureInfo.InvariantCulture, $"\n  {(problem.Line is { } line ? $"line {line}: " : "")}{problem.Path}: {problem.Message}");
        }

        throw new CliException(message.ToString());
    }
}
