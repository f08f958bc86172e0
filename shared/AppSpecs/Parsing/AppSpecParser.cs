using System.Text;
using System.Text.Json;

namespace Pipelines.AppSpecs;

/// <summary>
/// Reads App Specs from YAML, JSON and the bodies of API requests. Never throws for what is in the text: whatever is
/// wrong comes back as problems, all at once, within bounded time and memory.
/// </summary>
public static class AppSpecParser
{
    private const string Wrapper = "spec";

    /// <summary>Reads and validates a spec.</summary>
    /// <param name="text">The spec, or a <c>.do/deploy.template.yaml</c> that wraps it in <c>spec:</c>.</param>
    /// <param name="format">The notation; null finds it out.</param>
    /// <param name="limits">How large the spec may be; null takes <see cref="AppSpecLimits.Default"/>.</param>
    /// <returns>The spec or its problems.</returns>
    public static AppSpecResult Parse(string text, AppSpecFormat? format = null, AppSpecLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        limits ??= AppSpecLimits.Default;
        return IsTooLarge(text, limits)
            ? TooLarge(Encoding.UTF8.GetByteCount(text), limits)
            : Read(limits, () => ReadText(text, format ?? AppSpecFormat.Auto, limits));
    }

    /// <summary>Reads and validates a spec.</summary>
    /// <param name="utf8">The spec's bytes, UTF-8.</param>
    /// <param name="format">The notation; null finds it out.</param>
    /// <param name="limits">How large the spec may be; null takes <see cref="AppSpecLimits.Default"/>.</param>
    /// <returns>The spec or its problems.</returns>
    public static AppSpecResult Parse(ReadOnlyMemory<byte> utf8, AppSpecFormat? format = null, AppSpecLimits? limits = null)
    {
        limits ??= AppSpecLimits.Default;
        return utf8.Length > limits.MaximumBytes
            ? TooLarge(utf8.Length, limits)
            : Read(limits, () => ReadText(SpecText.Decode(utf8.Span), format ?? AppSpecFormat.Auto, limits));
    }

    /// <summary>Validates a spec in an API request's body, with the same checks as text.</summary>
    /// <param name="element">The value of the body's <c>spec</c>.</param>
    /// <param name="limits">How large the spec may be; null takes <see cref="AppSpecLimits.Default"/>.</param>
    /// <returns>The spec or its problems, which have no places then.</returns>
    public static AppSpecResult Parse(JsonElement element, AppSpecLimits? limits = null)
    {
        limits ??= AppSpecLimits.Default;
        return Read(limits, () => new JsonElementReader(limits).Read(element));
    }

    private static AppSpecResult Read(AppSpecLimits limits, Func<SpecNode?> read)
    {
        var problems = new ProblemList(limits.MaximumProblems);
        try
        {
            var spec = Bind(read(), problems);
            return problems.Count == 0 ? new AppSpecResult { Spec = spec } : new AppSpecResult { Problems = problems.ToList() };
        }
        catch (SpecDocumentException exception)
        {
            problems.Add("", exception.Message, value: null, exception.Line, exception.Column);
            return new AppSpecResult { Problems = problems.ToList() };
        }
    }

    private static AppSpec? Bind(SpecNode? document, ProblemList problems)
    {
        if (document is null or SpecScalar { IsNull: true })
        {
            throw new SpecDocumentException("the document is empty; an app spec has at least a name", line: null, column: null);
        }

        if (Unwrap(document) is not SpecMapping root)
        {
            throw new SpecDocumentException($"{document.Description}; an app spec is a mapping", document.Line, document.Column);
        }

        var spec = SpecBinder.Bind(root, problems);
        AppSpecValidator.Validate(spec, problems, path => SpecLocator.Find(root, path));
        return spec;
    }

    private static SpecNode Unwrap(SpecNode document) =>
        document is SpecMapping { Fields.Count: 1 } mapping && mapping.TryGet(Wrapper, out var wrapped) ? wrapped : document;

    private static SpecNode? ReadText(string text, AppSpecFormat format, AppSpecLimits limits)
    {
        SpecText.RejectControlCharacters(text);
        return format switch
        {
            AppSpecFormat.Json => ReadJson(text, limits),
            AppSpecFormat.Auto when text.AsSpan().TrimStart().StartsWith("{") => ReadJsonOrYaml(text, limits),
            _ => YamlSpecReader.Read(text, limits),
        };
    }

    private static SpecNode? ReadJson(string text, AppSpecLimits limits) =>
        JsonSpecReader.Read(Encoding.UTF8.GetBytes(text), limits);

    /// <summary>A brace starts JSON, and mappings in YAML's flow style too.</summary>
    private static SpecNode? ReadJsonOrYaml(string text, AppSpecLimits limits)
    {
        try
        {
            return ReadJson(text, limits);
        }
        catch (SpecDocumentException notJson)
        {
            try
            {
                return YamlSpecReader.Read(text, limits);
            }
            catch (SpecDocumentException)
            {
                // Neither: what JSON has to say is the likelier to help.
                throw new SpecDocumentException(notJson.Message, notJson.Line, notJson.Column);
            }
        }
    }

    private static bool IsTooLarge(string text, AppSpecLimits limits) =>
        text.Length > limits.MaximumBytes || (text.Length > limits.MaximumBytes / 3 && Encoding.UTF8.GetByteCount(text) > limits.MaximumBytes);

    private static AppSpecResult TooLarge(int bytes, AppSpecLimits limits) => new()
    {
        Problems = [new SpecProblem { Path = "", Message = $"a document of {bytes} bytes; at most {limits.MaximumBytes} are allowed" }],
    };
}
