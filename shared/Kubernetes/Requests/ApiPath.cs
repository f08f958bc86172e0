using System.Text;

namespace Pipelines.Kubernetes.Requests;

/// <summary>Paths of the Kubernetes API.</summary>
internal static class ApiPath
{
    /// <summary>The path of a type's objects, or of one of them, or of its subresource.</summary>
    /// <exception cref="ArgumentException">A name is not one path segment, or a namespace is missing.</exception>
    public static string Of(ResourceType type, string? space, string? name = null, string? subresource = null)
    {
        var path = new StringBuilder(type.Group.Length == 0 ? "api" : "apis");
        if (type.Group.Length > 0)
        {
            Append(path, type.Group, nameof(type));
        }

        Append(path, type.Version, nameof(type));
        if (type.IsNamespaced && space is not null)
        {
            path.Append("/namespaces");
            Append(path, space, nameof(space));
        }
        else if (type.IsNamespaced && name is not null)
        {
            throw new ArgumentException($"A {type.Kind} lives in a namespace.", nameof(space));
        }

        Append(path, type.Plural, nameof(type));
        if (name is not null)
        {
            Append(path, name, nameof(name));
        }

        if (subresource is not null)
        {
            Append(path, subresource, nameof(subresource));
        }

        return path.ToString();
    }

    /// <summary>Adds a query, without the parameters that are null.</summary>
    public static string WithQuery(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var result = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                result.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return result.ToString();
    }

    private static void Append(StringBuilder path, string segment, string parameter)
    {
        if (segment is "" or "." or ".." || segment.AsSpan().ContainsAny('/', '%', '\\'))
        {
            throw new ArgumentException($"'{segment}' cannot be a part of an API path.", parameter);
        }

        path.Append('/').Append(Uri.EscapeDataString(segment));
    }
}
