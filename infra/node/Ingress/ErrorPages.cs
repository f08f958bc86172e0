namespace Pipelines.Node.Ingress;

/// <summary>What the ingress itself answers where no app does.</summary>
internal static class ErrorPages
{
    private const string RetryAfterSeconds = "5";

    public static Task NotFoundAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status404NotFound, "Not found", "Nothing answers at this address.");

    public static Task UnavailableAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Unavailable", "The application is not ready to answer. Please try again in a few seconds.");
    }

    public static Task BadGatewayAsync(HttpContext context, int status) =>
        WriteAsync(context, status, "No answer", "The application did not answer this request.");

    private static async Task WriteAsync(HttpContext context, int status, string title, string text)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/html; charset=utf-8";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.WriteAsync($"<!doctype html><html lang=\"en\"><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>\n", context.RequestAborted);
        }
    }
}
