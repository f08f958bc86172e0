using System.Collections.Frozen;

namespace Pipelines.AppSpecs;

/// <summary>Which bindable values there are.</summary>
internal static class BindableRules
{
    private static readonly FrozenSet<string> s_app = new[] { "APP_DOMAIN", "APP_URL", "APP_ID" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_private = new[] { "PRIVATE_DOMAIN", "PRIVATE_URL", "PRIVATE_PORT" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_public = new[] { "PUBLIC_URL", "PUBLIC_ROUTE_PATH" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_database =
        new[] { "HOSTNAME", "PORT", "USERNAME", "PASSWORD", "DATABASE", "DATABASE_URL", "JDBC_DATABASE_URL", "REDIS_URL", "CA_CERT" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] s_component = [.. s_private.Order(StringComparer.Ordinal), .. s_public.Order(StringComparer.Ordinal), "COMMIT_HASH"];

    /// <summary>Checks that a reference names something that there is, when it is needed.</summary>
    /// <param name="check">The validation.</param>
    /// <param name="owner">The component whose variable it is; null for the application's.</param>
    /// <param name="env">The variable.</param>
    /// <param name="reference">The reference, without <c>${</c> and <c>}</c>.</param>
    /// <returns>What is wrong with the reference, or null.</returns>
    public static string? FindProblem(SpecCheck check, IComponent? owner, EnvVar env, string reference)
    {
        var shown = env.IsSecret ? SecretValues.Redacted : ProblemList.Shorten(reference);
        var parts = reference.Split('.');
        if (parts.Length == 1)
        {
            return s_app.Contains(reference)
                ? null
                : $"unknown reference \"${{{shown}}}\"; known are {List(s_app)} and those of components and databases, such as ${{_self.PRIVATE_URL}}; for the text itself write $${{{shown}}}";
        }

        if (check.HasDatabase(parts[0]))
        {
            return FindDatabaseProblem(env, parts, shown);
        }

        var component = parts[0] == "_self" ? owner : check.FindComponent(parts[0]);
        if (component is null && parts[0] != "_self")
        {
            return $"\"${{{shown}}}\" refers to {(env.IsSecret ? "something" : $"\"{ProblemList.Shorten(parts[0])}\"")} that is no component or database of the app";
        }

        return parts.Length == 2 && IsAttributeOf(component, parts[1])
            ? null
            : $"\"${{{shown}}}\" has no such attribute; allowed are {string.Join(", ", s_component.Where(attribute => IsAttributeOf(component, attribute)))}";
    }

    private static string? FindDatabaseProblem(EnvVar env, string[] parts, string shown)
    {
        var isKnown = parts.Length is 2 or 3 && parts.All(part => part.Length > 0) && s_database.Contains(parts[^1]);
        if (!isKnown)
        {
            return $"\"${{{shown}}}\" has no such attribute; allowed are {List(s_database)}";
        }

        return env.EffectiveScope == EnvScope.BuildTime
            ? $"\"${{{shown}}}\" is a database's and there at run time only; the variable's scope is BUILD_TIME"
            : null;
    }

    /// <summary>For a variable of the application the component is not known: every attribute may be there.</summary>
    private static bool IsAttributeOf(IComponent? component, string attribute) =>
        attribute == "COMMIT_HASH"
        || (s_private.Contains(attribute) && component is null or ServiceSpec)
        || (s_public.Contains(attribute) && component is null or IRoutableComponent);

    private static string List(FrozenSet<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
