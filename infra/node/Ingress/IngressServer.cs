using Pipelines.AppSpecs;
using Pipelines.Node.Ingress.Certificates;
using Pipelines.Node.Sites;

namespace Pipelines.Node.Ingress;

/// <summary>Answers everything that comes in at the public address, by the rules of the app whose host name it names.</summary>
internal sealed class IngressServer(RoutingTable table, RequestForwarder forwarder, SiteServer sites, IngressMetrics metrics, ChallengeTable challenges, SecureListener secure)
{
    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var host = context.Request.Host.Host;

        // Before any redirect: an authority asks over plain HTTP for a host that has no certificate yet.
        if (await challenges.TryAnswerAsync(context) || secure.TryAnswer(context, host))
        {
            return;
        }

        while (!await TryAnswerAsync(context, host))
        {
            // The traffic was switched between the look at the table and the release's door, and that is closed: look again.
        }
    }

    private async Task<bool> TryAnswerAsync(HttpContext context, string host)
    {
        if (table.Find(host) is not { } route)
        {
            await ErrorPages.NotFoundAsync(context);
            return true;
        }

        if (route.Release is null)
        {
            await ErrorPages.UnavailableAsync(context);
            return true;
        }

        var path = context.Request.Path.Value is { Length: > 0 } given ? given : "/";
        if (route.Match(host, path) is not { } rule)
        {
            await ErrorPages.NotFoundAsync(context);
            return true;
        }

        if (CorsResponder.Apply(context, rule))
        {
            return true;
        }

        if (rule.Rule.Redirect is { } redirect)
        {
            context.Response.StatusCode = redirect.RedirectCode ?? Redirect.DefaultCode;
            context.Response.Headers.Location = LocationOf(context.Request, redirect);
            return true;
        }

        return await TryServeAsync(context, host, route, rule, path);
    }

    private async Task<bool> TryServeAsync(HttpContext context, string host, IngressRoute route, CompiledRule rule, string path)
    {
        if (rule.Rule.Component?.Name is not { } name || route.Release?.Components.GetValueOrDefault(name) is not { } component)
        {
            await ErrorPages.UnavailableAsync(context);
            return true;
        }

        var inside = rule.Rewrite(path);
        using var measured = metrics.Begin(context, route.AppName, name);
        if (component.IsSite)
        {
            await sites.ServeAsync(context, component.Spec, inside);
            return true;
        }

        var standby = route.Standby?.Components.GetValueOrDefault(name);
        var answered = await forwarder.TryForwardAsync(context, component, standby, inside, () => table.Find(host)?.Release == route.Release);
        if (!answered)
        {
            measured.Discard();
        }

        return answered;
    }

    private static string LocationOf(HttpRequest request, Redirect redirect)
    {
        var authority = redirect.Authority ?? request.Host.Host;
        var port = redirect.Port is { } number ? $":{number}" : string.Empty;
        var target = redirect.Uri ?? $"{request.Path.ToUriComponent()}{request.QueryString}";
        return $"{redirect.Scheme ?? Redirect.DefaultScheme}://{authority}{port}{(target.StartsWith('/') ? target : "/" + target)}";
    }
}
