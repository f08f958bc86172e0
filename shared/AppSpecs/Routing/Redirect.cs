namespace Pipelines.AppSpecs;

/// <summary>A redirect as the target of a rule.</summary>
public sealed record Redirect
{
    /// <summary>The scheme when none is given.</summary>
    public const string DefaultScheme = "https";

    /// <summary>The status when none is given.</summary>
    public const int DefaultCode = 302;

    /// <summary>The path to redirect to; null keeps the request's.</summary>
    public string? Uri { get; init; }

    /// <summary>The host to redirect to; null keeps the request's.</summary>
    public string? Authority { get; init; }

    /// <summary>The port to redirect to, 1 to 65535; null is the scheme's.</summary>
    public int? Port { get; init; }

    /// <summary><c>http</c> or <c>https</c>; null is https.</summary>
    public string? Scheme { get; init; }

    /// <summary>300, 301, 302, 303, 304, 307 or 308; null is 302.</summary>
    public int? RedirectCode { get; init; }
}
