using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipelines.Clusters;
using Pipelines.Functions.Http;
using Pipelines.Storage.Audit;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Api.Consoles;

/// <summary>Opens consoles, each written down in the audit trail for as long as it is open.</summary>
/// <param name="cluster">Where the instances run.</param>
/// <param name="sessions">Counts what is open.</param>
/// <param name="options">The bounds.</param>
/// <param name="tokens">The tokens, which consoles end with.</param>
/// <param name="audit">The trail.</param>
/// <param name="lifetime">Tells when the host stops.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs.</param>
public sealed partial class ConsoleOpener(
    ICluster cluster,
    ConsoleSessions sessions,
    IOptions<ConsoleOptions> options,
    TokenStore tokens,
    AuditLog audit,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ConsoleOpener> logger)
{
    private static readonly TimeSpan s_pingInterval = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_pingTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Opens what a grant allows and serves it to its end.</summary>
    /// <exception cref="ApiException">429: as many are open as may be; 410: the token of the grant has ended.</exception>
    public async Task OpenAsync(HttpContext http, ConsoleGrant grant)
    {
        if (!await tokens.IsValidAsync(grant.TokenId, http.RequestAborted))
        {
            throw ApiException.Gone("the token that the address of the console was made for has ended");
        }

        using var place = sessions.TryEnter(grant.AppId) ?? throw ApiException.TooManyRequests("as many consoles are open as may be; close one first");

        // What cannot be written down is not done.
        var entry = EntryOf(http, grant);
        var begun = await audit.BeginAsync(entry, http.RequestAborted);
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            status = await ServeAsync(http, grant);
        }
        finally
        {
            await audit.EndAsync(entry, begun, status, CancellationToken.None);
        }
    }

    private async Task<int> ServeAsync(HttpContext http, ConsoleGrant grant)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = s_pingInterval, KeepAliveTimeout = s_pingTimeout });
        using var console = new ConsoleSocket(socket, options.Value, token => tokens.IsValidAsync(grant.TokenId, token), time, lifetime.ApplicationStopping);
        try
        {
            var shells = cluster as IInstanceShells ?? throw new ShellException(ShellFailure.Unavailable, "The cluster opens no consoles.");
            await using var shell = await shells.OpenShellAsync(new ShellRequest(grant.AppId, grant.Instance, TerminalSize.Usual), http.RequestAborted);
            var end = await console.ServeAsync(shell);
            LogEnded(grant.Instance, end.Reason);
            return StatusCodes.Status101SwitchingProtocols;
        }
        catch (ShellException exception)
        {
            await console.CloseAsync(ConsoleEnd.Refused(exception.Message));
            return exception.Failure switch
            {
                ShellFailure.NoInstance => StatusCodes.Status404NotFound,
                ShellFailure.NoShell => StatusCodes.Status409Conflict,
                ShellFailure.TooMany => StatusCodes.Status429TooManyRequests,
                _ => StatusCodes.Status503ServiceUnavailable,
            };
        }
    }

    private AuditEntry EntryOf(HttpContext http, ConsoleGrant grant)
    {
        var now = time.GetUtcNow();
        return new AuditEntry
        {
            Id = Guid.CreateVersion7(now).ToString(),
            At = now,
            TeamId = grant.TeamId,
            TokenId = grant.TokenId,
            TokenPrefix = grant.TokenPrefix,
            TokenName = grant.TokenName,
            Operation = "OpenConsole",
            Method = http.Request.Method,
            Path = $"/v2/apps/{grant.AppId}/components/{grant.Component}/exec/{grant.Instance}",
            RemoteAddress = http.Connection.RemoteIpAddress?.ToString(),
            RequestId = ErrorMiddleware.RequestIdOf(http),
        };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The console in instance {Instance} has ended: {Reason}")]
    private partial void LogEnded(string instance, string reason);
}
