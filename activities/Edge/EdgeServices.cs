using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Activities.Edge.Cloudflare;

namespace Pipelines.Activities.Edge;

/// <summary>Registers what stands at the platform's edge.</summary>
public static class EdgeServices
{
    /// <summary>Adds <see cref="IEdgeDns"/> as <c>Pipelines:Edge:Kind</c> chooses: <see cref="EdgeKind.None"/> unless it says otherwise.</summary>
    /// <exception cref="InvalidOperationException">The choice is unknown, or something it needs is not configured.</exception>
    public static IServiceCollection AddEdge(this IServiceCollection services, IConfiguration configuration) => Choose(configuration["Pipelines:Edge:Kind"]) switch
    {
        EdgeKind.Cloudflare => services.AddSingleton<IEdgeDns>(Open(configuration)),
        _ => services.AddSingleton<IEdgeDns, NoEdgeDns>(),
    };

    private static CloudflareDns Open(IConfiguration configuration)
    {
        var options = configuration.GetSection(CloudflareOptions.Section).Get<CloudflareOptions>() ?? new CloudflareOptions();
        return options.ApiToken.Length > 0
            ? new CloudflareDns(options)
            : throw new InvalidOperationException($"Pipelines:Edge:Kind is Cloudflare: set {CloudflareOptions.Section}:ApiToken to a token that may edit the DNS of the zones.");
    }

    private static EdgeKind Choose(string? text) =>
        string.IsNullOrWhiteSpace(text) ? EdgeKind.None
        : Enum.TryParse<EdgeKind>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind
        : throw new InvalidOperationException($"Pipelines:Edge:Kind is \"{text}\"; it may be {string.Join(" or ", Enum.GetNames<EdgeKind>())}.");
}
