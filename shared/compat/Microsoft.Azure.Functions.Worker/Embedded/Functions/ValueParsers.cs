using System.Globalization;
using System.Reflection;

namespace Pipelines.Functions.Embedded;

/// <summary>Readers of the types that route and query values may have.</summary>
internal static class ValueParsers
{
    /// <summary>The reader of strings, enumerations and every type that reads itself; null for any other type.</summary>
    public static ValueParser? For(Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (target == typeof(string))
        {
            return Text;
        }

        if (target.IsEnum)
        {
            return (string text, out object? value) =>
                Enum.TryParse(target, text, ignoreCase: true, out value) && Enum.IsDefined(target, value!);
        }

        var readsItself = target.GetInterfaces().Any(candidate =>
            candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IParsable<>)
            && candidate.GenericTypeArguments[0] == target);
        return readsItself
            ? typeof(ValueParsers).GetMethod(nameof(Parsable), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(target).CreateDelegate<ValueParser>()
            : null;
    }

    private static bool Text(string text, out object? value)
    {
        value = text;
        return true;
    }

    private static bool Parsable<T>(string text, out object? value)
        where T : IParsable<T>
    {
        var parsed = T.TryParse(text, CultureInfo.InvariantCulture, out var result);
        value = result;
        return parsed;
    }
}
