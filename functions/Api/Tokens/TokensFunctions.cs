using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Api.Teams;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Functions.Start;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Api.Tokens;

/// <summary>
/// Makes, shows and revokes tokens (<c>/platform/tokens</c>): an administrator's token sees to those of its team, one of
/// the platform's own team to all.
/// </summary>
/// <param name="tokens">The tokens.</param>
/// <param name="access">Finds the teams that a caller may see.</param>
/// <param name="time">The clock.</param>
public sealed class TokensFunctions(TokenStore tokens, TeamAccess access, TimeProvider time)
{
    private const int MaximumName = 255;
    private const int PrefixLength = 12;
    private const long LongestLifetime = 10L * 365 * 24 * 3600;

    /// <summary>Makes a token; its secret is in this answer and nowhere else.</summary>
    [Function("CreateToken")]
    [Access(TokenScopes.Admin)]
    [Operation("Makes a token; its secret is in this answer and nowhere else", Tag = "Tokens", Body = typeof(TokenBody), Answer = typeof(CreatedTokenWire), Status = StatusCodes.Status201Created)]
    public async Task<IActionResult> CreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "platform/tokens")] HttpRequest request, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var principal = Principal.Of(context);
        var body = await ApiBody.ReadAsync<TokenBody>(request);
        var teamId = await access.RequireAsync(principal, body.Team, cancellation);
        var created = await tokens.CreateAsync(ReadName(body), ReadScope(body), teamId, ReadLifetime(body), cancellation);
        var shown = TokenWire.Of(created.Token, await access.ListAsync(principal, cancellation), time.GetUtcNow());
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return new ApiResult(new CreatedTokenWire(shown, created.Secret), HttpStatusCode.Created);
    }

    /// <summary>Lists tokens, newest first, without their secrets.</summary>
    [Function("ListTokens")]
    [Access(TokenScopes.Admin)]
    [Operation("Lists tokens, newest first, without their secrets; by prefix where one is given", Tag = "Tokens", Answer = typeof(TokenWire), Member = "tokens", IsList = true, Query = "page,per_page,prefix,team")]
    public async Task<IActionResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/tokens")] HttpRequest request, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var principal = Principal.Of(context);
        var paging = Paging.Of(request);
        var prefix = request.Query["prefix"].ToString();
        var team = request.Query["team"].ToString() is { Length: > 0 } named ? await access.RequireAsync(principal, named, cancellation) : null;
        var found = await tokens.FindAsync(
            token => IsSeenBy(principal, token) && (team is null || token.TeamId == team) && token.Prefix.StartsWith(prefix, StringComparison.Ordinal), cancellation);
        var teams = await access.ListAsync(principal, cancellation);
        var page = paging.PageOf([.. found.OrderByDescending(token => token.CreatedAt)]).Select(token => TokenWire.Of(token, teams, time.GetUtcNow()));
        return new ApiResult(new { Tokens = page, Links = paging.Links(request, found.Count), Meta = new { Total = found.Count } });
    }

    /// <summary>Revokes a token, at once and for good.</summary>
    [Function("RevokeToken")]
    [Access(TokenScopes.Admin)]
    [Operation("Revokes a token, by id or by its prefix, at once and for good", Tag = "Tokens", Status = StatusCodes.Status204NoContent)]
    public async Task<IActionResult> RevokeAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "platform/tokens/{token}")] HttpRequest request, string token, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var revoked = await RequireAsync(Principal.Of(context), token, cancellation);
        await RefuseTheLastAsync(revoked, cancellation);
        _ = await tokens.RevokeAsync(revoked.Id, cancellation);
        return ApiResult.NoContent;
    }

    private static bool IsSeenBy(Principal principal, AccessToken token) => principal.IsOfPlatform || token.TeamId == principal.TeamId;

    private static string ReadName(TokenBody body) =>
        body.Name is { } name && !string.IsNullOrWhiteSpace(name) && name.Length <= MaximumName && !name.Any(char.IsControl)
            ? name
            : throw ApiException.BadRequest($"\"name\" must have 1 to {MaximumName} characters");

    private static TokenScopes ReadScope(TokenBody body) => body.Scope switch
    {
        "read" => TokenScopes.Read,
        "write" => TokenScopes.Write,
        "admin" => TokenScopes.Admin,
        _ => throw ApiException.BadRequest("\"scope\" must be one of read, write, admin"),
    };

    private static TimeSpan? ReadLifetime(TokenBody body) => body.ExpiresInSeconds switch
    {
        null => null,
        >= 1 and <= LongestLifetime and var seconds => TimeSpan.FromSeconds(seconds),
        _ => throw ApiException.BadRequest($"\"expires_in_seconds\" must be from 1 to {LongestLifetime}"),
    };

    private async Task<AccessToken> RequireAsync(Principal principal, string idOrPrefix, CancellationToken cancellation)
    {
        var found = await tokens.FindAsync(
            token => IsSeenBy(principal, token) && (token.Id == idOrPrefix || (idOrPrefix.Length == PrefixLength && token.Prefix == idOrPrefix)), cancellation);
        return found switch
        {
            [var only] => only,
            [] => throw ApiException.NotFound($"there is no token \"{idOrPrefix}\""),
            _ => throw ApiException.Conflict($"{found.Count} tokens begin with \"{idOrPrefix}\"; name the one by its id: {string.Join(", ", found.Select(token => token.Id))}"),
        };
    }

    // Without any, nobody could make another.
    private async Task RefuseTheLastAsync(AccessToken revoked, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (IsLasting(revoked) && (await tokens.FindAsync(IsLasting, cancellation)).Count == 1)
        {
            throw ApiException.Conflict("it is the last token that administers the platform and does not expire; make another first");
        }

        bool IsLasting(AccessToken token) =>
            token.TeamId == PlatformTeam.Id && token.Allows(TokenScopes.Admin) && token.ExpiresAt is null && token.IsValidAt(now);
    }
}
