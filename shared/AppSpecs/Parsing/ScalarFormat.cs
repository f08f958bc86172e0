using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pipelines.AppSpecs;

/// <summary>Which values a field of a kind accepts, in YAML as generously as its users expect, in JSON to the letter.</summary>
internal static class ScalarFormat
{
    private static readonly string[] s_unset = ["UNSET", "UNKNOWN", "UNSPECIFIED"];

    /// <summary>In YAML, a plain <c>1.2</c> or <c>true</c> is text where text is wanted.</summary>
    public static bool TryText(SpecScalar scalar, [NotNullWhen(true)] out string? text)
    {
        text = scalar is { Kind: SpecScalarKind.Text } or { Kind: SpecScalarKind.Plain, IsNull: false } ? scalar.Text : null;
        return text is not null;
    }

    public static bool TryBoolean(SpecScalar scalar, out bool value)
    {
        var word = scalar.Kind is SpecScalarKind.Plain or SpecScalarKind.Boolean ? scalar.Text.ToLowerInvariant() : "";
        value = word is "true" or "yes" or "on";
        return value || word is "false" or "no" or "off";
    }

    public static bool TryInteger(SpecScalar scalar, out int value)
    {
        value = 0;
        return scalar.Kind is SpecScalarKind.Plain or SpecScalarKind.Number
            && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    public static bool TryNumber(SpecScalar scalar, out double value)
    {
        value = 0;
        return scalar.Kind is SpecScalarKind.Plain or SpecScalarKind.Number
            && double.TryParse(scalar.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    /// <summary>One of the values; the API's zero values, such as UNSPECIFIED, mean that the field is absent.</summary>
    public static bool TryEnumeration(SpecScalar scalar, SpecShape shape, out string? value)
    {
        value = null;
        if (scalar.Kind is not (SpecScalarKind.Text or SpecScalarKind.Plain))
        {
            return false;
        }

        value = shape.Values.Contains(scalar.Text, StringComparer.Ordinal) ? scalar.Text : null;
        return value is not null
            || s_unset.Contains(scalar.Text, StringComparer.Ordinal)
            || scalar.Text.StartsWith("UNSPECIFIED_", StringComparison.Ordinal);
    }

    public static string Describe(SpecShape shape) => shape.Kind switch
    {
        SpecShapeKind.Text => "text",
        SpecShapeKind.Boolean => "true or false",
        SpecShapeKind.Integer => "a whole number",
        SpecShapeKind.Number => "a number",
        SpecShapeKind.Enumeration => $"one of {string.Join(", ", shape.Values)}",
        SpecShapeKind.List => "a list",
        _ => "a mapping",
    };

    public static string Complain(SpecScalar scalar, SpecShape shape, bool secret)
    {
        var found = scalar.IsNull || secret ? scalar.Description : $"\"{ProblemList.Shorten(scalar.Text)}\"";
        if (scalar.Kind == SpecScalarKind.Text && shape.Kind is SpecShapeKind.Boolean or SpecShapeKind.Integer or SpecShapeKind.Number)
        {
            found = "text" + (secret ? "" : " " + found);
        }

        return $"expected {Describe(shape)}, found {found}";
    }
}
