namespace Pipelines.Activities.Edge.Cloudflare;

/// <summary>Configuration section <c>Pipelines:Edge:Cloudflare</c>.</summary>
public sealed record CloudflareOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Pipelines:Edge:Cloudflare";

    /// <summary>Gets the API token; it may read zones and edit their DNS.</summary>
    public string ApiToken { get; init; } = string.Empty;

    /// <summary>Gets the address of the API (v4).</summary>
    public Uri ApiUrl { get; init; } = new("https://api.cloudflare.com/client/v4/");

    /// <inheritdoc/>
    public override string ToString() => $"CloudflareOptions {{ ApiUrl = {ApiUrl} }}";
}
