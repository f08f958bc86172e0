using System.Text.Json;

namespace Pipelines.AppSpecs;

/// <summary>Finds the fields in which two parts of specs differ. Texts are never shown, only numbers and booleans.</summary>
internal static class FieldComparison
{
    public static IReadOnlyList<FieldChange> Compare<T>(T? previous, T? next, string path = "")
        where T : class
    {
        if (Equals(previous, next))
        {
            return [];
        }

        var changes = new List<FieldChange>();
        Compare(Element(previous), Element(next), path, changes);
        return changes;
    }

    private static JsonElement? Element(object? part) =>
        part is null ? null : JsonSerializer.SerializeToElement(part, part.GetType(), AppSpecJson.Options);

    private static void Compare(JsonElement? previous, JsonElement? next, string path, List<FieldChange> changes)
    {
        switch (previous, next)
        {
            case (null, null):
                break;
            case (null, _):
                changes.Add(new FieldChange(path, "was added"));
                break;
            case (_, null):
                changes.Add(new FieldChange(path, "was removed"));
                break;
            case ({ ValueKind: JsonValueKind.Object } before, { ValueKind: JsonValueKind.Object } after):
                CompareFields(before, after, path, changes);
                break;
            case ({ } before, { } after) when !JsonElement.DeepEquals(before, after):
                changes.Add(new FieldChange(path, Describe(before, after)));
                break;
        }
    }

    private static void CompareFields(JsonElement before, JsonElement after, string path, List<FieldChange> changes)
    {
        foreach (var field in before.EnumerateObject())
        {
            Compare(field.Value, after.TryGetProperty(field.Name, out var value) ? value : null, SpecPath.Field(path, field.Name), changes);
        }

        foreach (var field in after.EnumerateObject().Where(field => !before.TryGetProperty(field.Name, out _)))
        {
            Compare(null, field.Value, SpecPath.Field(path, field.Name), changes);
        }
    }

    private static string Describe(JsonElement before, JsonElement after) =>
        before.ValueKind == JsonValueKind.Number && after.ValueKind == JsonValueKind.Number
            ? $"changed from {before.GetRawText()} to {after.GetRawText()}"
            : "changed";
}
