using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Pipelines.Functions.Panel;

/// <summary>Sends a file of the panel, unless the caller has it already, with the headers that keep the page to itself.</summary>
/// <param name="file">The file.</param>
/// <param name="cacheControl">How long it may be kept.</param>
public sealed class PanelResult(PanelFile file, string cacheControl) : IActionResult
{
    /// <summary>Kept, and asked about before each use.</summary>
    public const string Revalidated = "no-cache";

    /// <summary>Kept for good: the address changes when the content does.</summary>
    public const string Immutable = "public, max-age=31536000, immutable";

    // Only what this host serves is loaded, nothing is framed, and text can become markup nowhere: the panel has no policy for it.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        var representation = file.For(request);
        Protect(request, response.Headers);
        response.Headers.CacheControl = cacheControl;
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.ETag = representation.ETag;
        if (IsKnown(request, representation.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = file.ContentType;
        response.ContentLength = representation.Content.Length;
        if (representation.Coding is { } coding)
        {
            response.Headers.ContentEncoding = coding;
        }

        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(representation.Content, context.HttpContext.RequestAborted);
        }
    }

    private static bool IsKnown(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*" || known.Tag == tag);

    private static void Protect(HttpRequest request, IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
    }
}
