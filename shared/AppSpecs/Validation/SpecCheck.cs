using System.Text.RegularExpressions;

namespace Pipelines.AppSpecs;

/// <summary>
/// A validation under way: the spec, and where its problems go. A rule about a field that is known to be wrong
/// already says nothing.
/// </summary>
internal sealed class SpecCheck(AppSpec spec, ProblemList problems, Func<string, SpecNode>? locate)
{
    private const int DefaultMaximumLength = 2048;

    private readonly Dictionary<string, IComponent> _components = ByName(spec);
    private readonly HashSet<string> _databases = spec.Databases.Select(database => database.Name).ToHashSet(StringComparer.Ordinal);

    public AppSpec Spec { get; } = spec;

    /// <summary>The component of that name, or null.</summary>
    public IComponent? FindComponent(string name) => _components.GetValueOrDefault(name);

    /// <summary>True when there is a database of that name.</summary>
    public bool HasDatabase(string name) => _databases.Contains(name);

    public void Report(string path, string message, string? value = null)
    {
        if (problems.IsBroken(path))
        {
            return;
        }

        var place = problems.IsFull ? null : locate?.Invoke(path);
        problems.Add(path, message, value, place?.Line, place?.Column);
    }

    public void ReportWhen(bool wrong, string path, string message, string? value = null)
    {
        if (wrong)
        {
            Report(path, message, value);
        }
    }

    /// <summary>True when any of the fields below the path is known to be wrong: what follows from them is unknown.</summary>
    public bool IsUncertain(string path, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (problems.IsBroken(SpecPath.Field(path, field)))
            {
                return true;
            }
        }

        return false;
    }

    public void Range(string path, string field, int? value, int minimum, int maximum)
    {
        if (value is { } number && (number < minimum || number > maximum))
        {
            Report(SpecPath.Field(path, field), $"{field} must be between {minimum} and {maximum}", $"{number}");
        }
    }

    public void AtLeast(string path, string field, int? value, int minimum)
    {
        if (value is { } number && number < minimum)
        {
            Report(SpecPath.Field(path, field), $"{field} must be at least {minimum}", $"{number}");
        }
    }

    /// <summary>Reports a value that is absent or empty.</summary>
    /// <returns>True when the value is there.</returns>
    public bool Require(string path, string field, string? value, string? why = null)
    {
        if (!string.IsNullOrEmpty(value))
        {
            return true;
        }

        Report(SpecPath.Field(path, field), $"{field} is required{(why is null ? "" : " " + why)}");
        return false;
    }

    /// <summary>An absent value is fine; one that is there must match and be no longer than allowed.</summary>
    public void Match(string path, string field, string? value, Regex pattern, string allowed, int maximumLength = DefaultMaximumLength)
    {
        if (value is not null && (value.Length > maximumLength || !pattern.IsMatch(value)))
        {
            Report(SpecPath.Field(path, field), $"{field} must be {allowed}", value);
        }
    }

    /// <summary>An absent URL is fine; one that is there must be absolute, of one of the schemes, and have a host.</summary>
    public void Url(string path, string field, string? value, params ReadOnlySpan<string> schemes)
    {
        if (value is null)
        {
            return;
        }

        if (value.Length > DefaultMaximumLength
            || !Uri.TryCreate(value, UriKind.Absolute, out var url)
            || !schemes.Contains(url.Scheme)
            || url.Host.Length == 0)
        {
            Report(SpecPath.Field(path, field), $"{field} must be a URL that starts with {string.Join(":// or ", schemes!)}://", Sources.WithoutCredentials(value));
        }
    }

    /// <summary>Reports every item whose key was there before.</summary>
    public void Unique<T>(string path, IReadOnlyList<T> items, Func<T, string?> key, string field)
    {
        if (items.Count < 2)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < items.Count; index++)
        {
            if (key(items[index]) is { Length: > 0 } text && !seen.Add(text))
            {
                var item = SpecPath.Item(path, index);
                Report(field.Length == 0 ? item : SpecPath.Field(item, field), $"\"{ProblemList.Shorten(text)}\" is there twice", text);
            }
        }
    }

    private static Dictionary<string, IComponent> ByName(AppSpec spec)
    {
        var byName = new Dictionary<string, IComponent>(StringComparer.Ordinal);
        foreach (var component in spec.Components)
        {
            byName.TryAdd(component.Name, component);
        }

        return byName;
    }
}
