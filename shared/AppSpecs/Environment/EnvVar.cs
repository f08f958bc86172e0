using System.Text.Json.Serialization;

namespace Pipelines.AppSpecs;

/// <summary>An environment variable. Its text form never shows a secret's value.</summary>
public sealed record EnvVar
{
    /// <summary>The variable's name, <c>^[_A-Za-z][_A-Za-z0-9]*$</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The value, which may hold bindable references such as <c>${db.DATABASE_URL}</c>.</summary>
    public string? Value { get; init; }

    /// <summary>When the variable is there; null is RUN_AND_BUILD_TIME.</summary>
    public EnvScope? Scope { get; init; }

    /// <summary>Whether the value is kept secret; null is GENERAL.</summary>
    public EnvType? Type { get; init; }

    /// <summary>When the variable is there, with the default applied.</summary>
    [JsonIgnore]
    public EnvScope EffectiveScope => Scope ?? EnvScope.RunAndBuildTime;

    /// <summary>True when the value is kept encrypted and never shown.</summary>
    [JsonIgnore]
    public bool IsSecret => Type == EnvType.Secret;

    /// <summary>True when the value is a secret that the platform has encrypted before (<c>EV[1:…]</c>).</summary>
    [JsonIgnore]
    public bool IsEncrypted => IsSecret && SecretValues.IsEncrypted(Value);

    /// <summary>True when the variable is there at that moment.</summary>
    /// <param name="moment">RUN_TIME, BUILD_TIME, or RUN_AND_BUILD_TIME for "at either".</param>
    /// <returns>Whether the scopes overlap.</returns>
    public bool AppliesAt(EnvScope moment) =>
        moment == EnvScope.RunAndBuildTime || EffectiveScope == EnvScope.RunAndBuildTime || EffectiveScope == moment;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Key}={(IsSecret ? SecretValues.Redacted : Value)} ({EffectiveScope}{(IsSecret ? ", secret" : "")})";
}
