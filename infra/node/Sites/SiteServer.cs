using Microsoft.Net.Http.Headers;
using Pipelines.Clusters;
using Pipelines.Clusters.Sites;
using Pipelines.Node.Ingress;

namespace Pipelines.Node.Sites;

/// <summary>Answers requests for static sites. Conditional and range requests are the framework's own.</summary>
internal sealed partial class SiteServer(SiteStore store, SiteCompression compression, ILogger<SiteServer> logger)
{
    private const string DefaultType = "application/octet-stream";

    /// <summary>Answers one request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="site">The site.</param>
    /// <param name="path">The path within the site.</param>
    public async Task ServeAsync(HttpContext context, ReleaseComponent site, string path)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        try
        {
            await AnswerAsync(context, site, path);
        }
        catch (SiteStoreException exception) when (!context.Response.HasStarted)
        {
            LogSilent(site.Name, exception.Message);
            context.Response.Clear();
            await ErrorPages.UnavailableAsync(context);
        }
    }

    private async Task AnswerAsync(HttpContext context, ReleaseComponent site, string path)
    {
        if (await store.LoadAsync(site.SiteDigest, context.RequestAborted) is not { } manifest)
        {
            await ErrorPages.UnavailableAsync(context);
            return;
        }

        var answer = SiteResolver.Resolve(manifest, site, path);
        if (answer.Status == StatusCodes.Status308PermanentRedirect)
        {
            context.Response.Redirect($"{context.Request.Path.ToUriComponent()}/{context.Request.QueryString}", permanent: true, preserveMethod: true);
            return;
        }

        await SendAsync(context, answer);
    }

    private async Task SendAsync(HttpContext context, SiteAnswer answer)
    {
        if (answer.File is not { } file)
        {
            await ErrorPages.NotFoundAsync(context);
            return;
        }

        // Every answer may change with the next release, so browsers ask again, and get 304 in return.
        context.Response.Headers.CacheControl = "public, max-age=0, must-revalidate";
        if (SiteCompression.IsCompressible(file))
        {
            context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        }

        context.Response.StatusCode = answer.Status;
        var found = answer.Status == StatusCodes.Status200OK;
        var result = SiteCompression.Negotiate(context.Request, file) is { } encoding
            ? await CompressedAsync(context, file, encoding, found)
            : await PlainAsync(context, file, found);
        await (result?.ExecuteAsync(context) ?? ErrorPages.UnavailableAsync(context));
    }

    private async Task<IResult?> CompressedAsync(HttpContext context, SiteFile file, string encoding, bool found)
    {
        if (await compression.CompressAsync(file, encoding, context.RequestAborted) is not { } bytes)
        {
            return null;
        }

        context.Response.Headers.ContentEncoding = encoding;
        return TypedResults.File(bytes, file.ContentType ?? DefaultType, entityTag: found ? Tag(file, "-" + encoding) : null);
    }

    private async Task<IResult?> PlainAsync(HttpContext context, SiteFile file, bool found) =>
        await store.OpenAsync(file, context.RequestAborted) is { } stream
            ? TypedResults.File(stream, file.ContentType ?? DefaultType, entityTag: found ? Tag(file, string.Empty) : null, enableRangeProcessing: found)
            : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Site {Site}: {Reason}")]
    private partial void LogSilent(string site, string reason);

    private static EntityTagHeaderValue Tag(SiteFile file, string suffix) => new($"\"{file.Blob[(file.Blob.LastIndexOf('/') + 1)..]}{suffix}\"");
}
