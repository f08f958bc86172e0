namespace Pipelines.AppSpecs;

/// <summary>A reference in a variable's value, such as <c>${api.PRIVATE_URL}</c> or <c>${db.pool.DATABASE_URL}</c>.</summary>
/// <param name="Target">
/// The component, with <c>_self</c> replaced by its name, or the database; null for the application's own values.
/// </param>
/// <param name="Pool">A database's connection pool; else null.</param>
/// <param name="Attribute">What of it, for instance <c>PRIVATE_URL</c>.</param>
public sealed record BindableReference(string? Target, string? Pool, string Attribute)
{
    internal static BindableReference? Parse(string text, string self)
    {
        var parts = text.Split('.');
        if (parts.Any(part => part.Length == 0))
        {
            return null;
        }

        var target = parts[0] == "_self" ? self : parts[0];
        return parts.Length switch
        {
            1 => new BindableReference(null, null, parts[0]),
            2 => new BindableReference(target, null, parts[1]),
            3 => new BindableReference(target, parts[1], parts[2]),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('.', new[] { Target, Pool, Attribute }.Where(part => part is not null));
}
