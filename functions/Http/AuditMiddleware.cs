using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Pipelines.Storage.Audit;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Http;

/// <summary>Writes down who does what, before it is done, of all requests that do more than look; those that are refused, too.</summary>
/// <param name="audit">The trail.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs.</param>
public sealed partial class AuditMiddleware(AuditLog audit, TimeProvider time, ILogger<AuditMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const int MaximumPath = 512;

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http
            || Principal.Find(context) is not { } principal
            || IsLook(RequiredAccess.Of(context).ScopeFor(http.Request.Method), http.Request.Method))
        {
            await next(context);
            return;
        }

        var entry = EntryOf(context, http, principal);

        // What cannot be written down is not done.
        var begun = await audit.BeginAsync(entry, http.RequestAborted);
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            await EndAsync(entry, begun, (int)ErrorMiddleware.StatusOf(exception));
            throw;
        }

        await EndAsync(entry, begun, (int)((context.GetInvocationResult().Value as ApiResult)?.Status ?? HttpStatusCode.OK));
    }

    // A method that promises to change nothing may ask for more all the same: a shell is opened with GET.
    private static bool IsLook(TokenScopes needed, string method) =>
        needed == TokenScopes.Read || (needed == TokenScopes.Admin && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)));

    private AuditEntry EntryOf(FunctionContext context, HttpContext http, Principal principal)
    {
        var now = time.GetUtcNow();
        var path = http.Request.Path.ToString();
        return new AuditEntry
        {
            Id = Guid.CreateVersion7(now).ToString(),
            At = now,
            TeamId = principal.TeamId,
            TokenId = principal.Token.Id,
            TokenPrefix = principal.Token.Prefix,
            TokenName = principal.Token.Name,
            Operation = context.FunctionDefinition.Name,
            Method = http.Request.Method,
            Path = path.Length <= MaximumPath ? path : path[..MaximumPath],
            RemoteAddress = http.Connection.RemoteIpAddress?.ToString(),
            RequestId = ErrorMiddleware.RequestIdOf(http),
        };
    }

    // It has been done: that it cannot be written down how it ended does not undo it.
    private async Task EndAsync(AuditEntry entry, string begun, int status)
    {
        try
        {
            await audit.EndAsync(entry, begun, status, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogEndFailed(exception, entry.Operation, entry.RequestId, status);
        }
    }
}
