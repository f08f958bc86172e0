using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>Converts inputs, outputs, events and states to text and back.</summary>
public abstract class DataConverter
{
    /// <summary>Turns a value into text.</summary>
    /// <param name="value">The value, or null.</param>
    /// <returns>The text; null for null.</returns>
    [return: NotNullIfNotNull("value")]
    public abstract string? Serialize(object? value);

    /// <summary>Turns text into a value.</summary>
    /// <param name="data">The text, or null.</param>
    /// <param name="targetType">The type wanted.</param>
    /// <returns>The value; null for null.</returns>
    [return: NotNullIfNotNull("data")]
    public abstract object? Deserialize(string? data, Type targetType);

    /// <summary>Turns text into a value.</summary>
    /// <typeparam name="T">The type wanted.</typeparam>
    /// <param name="data">The text, or null.</param>
    /// <returns>The value; the type's default for null.</returns>
    [return: NotNullIfNotNull("data")]
    public virtual T? Deserialize<T>(string? data) => (T?)(Deserialize(data, typeof(T)) ?? default(T));
}
