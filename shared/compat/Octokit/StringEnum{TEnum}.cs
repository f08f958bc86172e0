using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Octokit;

/// <summary>A value of an enumeration as GitHub writes it, which may be one that is not known yet.</summary>
/// <typeparam name="TEnum">The enumeration.</typeparam>
public readonly struct StringEnum<TEnum> : IEquatable<StringEnum<TEnum>>
    where TEnum : struct
{
    private readonly TEnum? _parsed;

    /// <summary>Initializes a new instance of the <see cref="StringEnum{TEnum}"/> struct.</summary>
    /// <param name="parsedValue">The value.</param>
    /// <exception cref="ArgumentException">The enumeration has no such value.</exception>
    public StringEnum(TEnum parsedValue)
    {
        if (!Enum.IsDefined(typeof(TEnum), parsedValue))
        {
            throw new ArgumentException($"{parsedValue} is no {typeof(TEnum).Name}", nameof(parsedValue));
        }

        (_parsed, StringValue) = (parsedValue, JsonNamingPolicy.SnakeCaseLower.ConvertName(parsedValue.ToString()!));
    }

    /// <summary>Initializes a new instance of the <see cref="StringEnum{TEnum}"/> struct.</summary>
    /// <param name="stringValue">The value as GitHub writes it.</param>
    public StringEnum(string stringValue)
    {
        StringValue = stringValue ?? "";
        _parsed = Parse(StringValue);
    }

    /// <summary>Gets the value as GitHub writes it.</summary>
    public string StringValue { get; }

#pragma warning disable MA0015 // As the official one throws.
    /// <summary>Gets the value.</summary>
    /// <exception cref="ArgumentException">It is one that is not known.</exception>
    public TEnum Value => _parsed ?? throw new ArgumentException($"\"{StringValue}\" is no {typeof(TEnum).Name}");
#pragma warning restore MA0015

    /// <summary>Compares two values.</summary>
    public static bool operator ==(StringEnum<TEnum> left, StringEnum<TEnum> right) => left.Equals(right);

    /// <summary>Compares two values.</summary>
    public static bool operator !=(StringEnum<TEnum> left, StringEnum<TEnum> right) => !left.Equals(right);

#pragma warning disable CA2225 // As the official one is.
    /// <summary>Reads a value as GitHub writes it.</summary>
    public static implicit operator StringEnum<TEnum>(string value) => new(value);

    /// <summary>Takes a value.</summary>
    public static implicit operator StringEnum<TEnum>(TEnum parsedValue) => new(parsedValue);
#pragma warning restore CA2225

    /// <summary>Tells the value if it is known.</summary>
    public bool TryParse(out TEnum value)
    {
        value = _parsed.GetValueOrDefault();
        return _parsed.HasValue;
    }

    /// <inheritdoc/>
    public bool Equals(StringEnum<TEnum> other) => string.Equals(StringValue, other.StringValue, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is StringEnum<TEnum> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(StringValue ?? "");

    /// <inheritdoc/>
    public override string ToString() => StringValue ?? "";

    private static TEnum? Parse(string text)
    {
        foreach (var value in Enum.GetValues(typeof(TEnum)))
        {
            if (string.Equals(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()!), text, StringComparison.OrdinalIgnoreCase))
            {
                return (TEnum)value;
            }
        }

        return null;
    }
}
