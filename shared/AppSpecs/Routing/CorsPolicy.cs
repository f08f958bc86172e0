namespace Pipelines.AppSpecs;

/// <summary>A CORS policy.</summary>
public sealed record CorsPolicy
{
    /// <summary>Origins that are allowed.</summary>
    public IReadOnlyList<StringMatch> AllowOrigins { get; init => field = ValueList.Of(value); } = ValueList<StringMatch>.Empty;

    /// <summary>Methods that are allowed.</summary>
    public IReadOnlyList<string> AllowMethods { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>Request headers that are allowed.</summary>
    public IReadOnlyList<string> AllowHeaders { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>Response headers that scripts may read.</summary>
    public IReadOnlyList<string> ExposeHeaders { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>How long a browser may keep the preflight's answer, for instance <c>5h30m</c>.</summary>
    public string? MaxAge { get; init; }

    /// <summary>True lets scripts send credentials. Default false.</summary>
    public bool AllowCredentials { get; init; }
}
