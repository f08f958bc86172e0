using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pipelines.AppSpecs;

/// <summary>Writes specs as text that <see cref="AppSpecParser"/> reads back as the same spec.</summary>
public static class AppSpecWriter
{
    /// <summary>Writes YAML. Secrets are written as they are in the spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <returns>A YAML document without marks, ending with a line feed.</returns>
    public static string ToYaml(AppSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: [], isImplicit: true));
        Write(JsonSerializer.SerializeToElement(spec, AppSpecJson.Options), emitter);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <summary>Writes indented JSON. Secrets are written as they are in the spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <returns>A JSON object.</returns>
    public static string ToJson(AppSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return JsonSerializer.Serialize(spec, AppSpecJson.Indented);
    }

    private static void Write(JsonElement element, Emitter emitter)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMapping(element, emitter);
                break;
            case JsonValueKind.Array:
                WriteSequence(element, emitter);
                break;
            case JsonValueKind.String:
                WriteText(element.GetString()!, emitter);
                break;
            default:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, element.GetRawText(), ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));
                break;
        }
    }

    private static void WriteMapping(JsonElement element, Emitter emitter)
    {
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
        foreach (var property in element.EnumerateObject())
        {
            emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, property.Name, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: true));
            Write(property.Value, emitter);
        }

        emitter.Emit(new MappingEnd());
    }

    private static void WriteSequence(JsonElement element, Emitter emitter)
    {
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (var item in element.EnumerateArray())
        {
            Write(item, emitter);
        }

        emitter.Emit(new SequenceEnd());
    }

    private static void WriteText(string text, Emitter emitter)
    {
        var style = PlainText.IsSafe(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: style == ScalarStyle.Plain, isQuotedImplicit: true));
    }
}
