using System.Collections.Frozen;

namespace Pipelines.AppSpecs;

/// <summary>Which fields hold secrets, whose values no message may show.</summary>
internal static class SecretFields
{
    private static readonly FrozenSet<string> s_always =
        new[] { "registry_credentials", "api_key", "token", "password" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// A <c>value</c> is secret unless its variable says that it is GENERAL, or nothing: a mistyped SECRET must not
    /// give its value away.
    /// </summary>
    public static bool IsSecret(SpecMapping owner, string field) => field switch
    {
        "value" => !IsGeneralVariable(owner) && !IsAlert(owner),
        _ => s_always.Contains(field),
    };

    private static bool IsAlert(SpecMapping owner) => owner.TryGet("rule", out _);

    /// <summary>Only variables may be without a type; the values of headers are always secret.</summary>
    private static bool IsGeneralVariable(SpecMapping owner) =>
        owner.TryGet("type", out var type) && type is SpecScalar { Text: "GENERAL" };
}
