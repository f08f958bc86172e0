using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pipelines.AppSpecs;

/// <summary>
/// What a field may hold, taken from the model's own types: the model is the schema, so that neither can know a
/// field that the other does not.
/// </summary>
internal sealed class SpecShape
{
    private SpecShape(SpecShapeKind kind) => Kind = kind;

    /// <summary>The shape of a whole spec.</summary>
    public static SpecShape AppSpec { get; } = Of(typeof(AppSpec), []);

    public SpecShapeKind Kind { get; }

    /// <summary>The fields of a mapping, by name.</summary>
    public FrozenDictionary<string, SpecShape> Fields { get; private set; } = FrozenDictionary<string, SpecShape>.Empty;

    /// <summary>The fields that a mapping must have.</summary>
    public IReadOnlyList<string> Required { get; private set; } = [];

    /// <summary>The shape of a list's items.</summary>
    public SpecShape? Item { get; private init; }

    /// <summary>The values of an enumeration.</summary>
    public IReadOnlyList<string> Values { get; private init; } = [];

    private static SpecShape Of(Type type, Dictionary<Type, SpecShape> known)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (known.TryGetValue(type, out var shape))
        {
            return shape;
        }

        return type switch
        {
            _ when type == typeof(string) => new SpecShape(SpecShapeKind.Text),
            _ when type == typeof(bool) => new SpecShape(SpecShapeKind.Boolean),
            _ when type == typeof(int) => new SpecShape(SpecShapeKind.Integer),
            _ when type == typeof(double) => new SpecShape(SpecShapeKind.Number),
            { IsEnum: true } => new SpecShape(SpecShapeKind.Enumeration) { Values = ValuesOf(type) },
            { IsGenericType: true } => new SpecShape(SpecShapeKind.List) { Item = Of(type.GetGenericArguments()[0], known) },
            _ => Mapping(type, known),
        };
    }

    private static SpecShape Mapping(Type type, Dictionary<Type, SpecShape> known)
    {
        var shape = new SpecShape(SpecShapeKind.Mapping);
        known.Add(type, shape);
        var properties = AppSpecJson.Options.GetTypeInfo(type).Properties.Where(IsField).ToList();
        shape.Fields = properties.ToFrozenDictionary(field => field.Name, field => Of(field.PropertyType, known), StringComparer.Ordinal);
        shape.Required = properties.Where(field => field.IsRequired).Select(field => field.Name).ToList();
        return shape;
    }

    private static bool IsField(JsonPropertyInfo property) => property.Set is not null;

    private static List<string> ValuesOf(Type type) =>
        Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseUpper.ConvertName).ToList();
}
