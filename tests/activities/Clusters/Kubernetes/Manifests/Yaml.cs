using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests;

/// <summary>Writes documents as YAML that a person reads well.</summary>
internal static partial class Yaml
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IEnumerable<JsonObject> documents)
    {
        var text = new StringBuilder();
        foreach (var document in documents)
        {
            text.Append("---\n");
            WriteObject(text, document, 0);
        }

        return text.ToString();
    }

    private static void WriteObject(StringBuilder text, JsonObject node, int depth, bool continues = false)
    {
        foreach (var (key, value) in node)
        {
            text.Append(' ', continues ? 0 : depth).Append(Scalar(key)).Append(':');
            continues = false;
            WriteValue(text, value, depth);
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, int depth)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map:
                text.Append('\n');
                WriteObject(text, map, depth + 2);
                break;
            case JsonArray { Count: > 0 } list when list.All(item => item is JsonValue):
                text.Append(" [").AppendJoin(", ", list.Select(item => Scalar(item!))).Append("]\n");
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                foreach (var item in list)
                {
                    text.Append(' ', depth).Append("- ");
                    WriteObject(text, item!.AsObject(), depth + 2, continues: true);
                    if (item.AsObject().Count == 0)
                    {
                        text.Append("{}\n");
                    }
                }

                break;
            default:
                text.Append(' ').Append(value is null ? "null" : Scalar(value)).Append('\n');
                break;
        }
    }

    private static string Scalar(JsonNode node) => node is JsonValue value && value.TryGetValue<string>(out var text) && IsPlain(text) ? text : node.ToJsonString(s_plain);

    private static bool IsPlain(string text) => Plain().IsMatch(text) && !Odd().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z./*][A-Za-z0-9._/@:*-]*\z", RegexOptions.None, 1000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A(\*.*|\..*|true|false|null|yes|no|on|off|y|n|.*:)\z", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Odd();
}
