using Microsoft.Azure.Functions.Worker;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Http;

/// <summary>Who makes a request.</summary>
/// <param name="TeamId">The team, which owns apps.</param>
/// <param name="TokenName">The token's name, for logs.</param>
/// <param name="Scopes">What the token may do.</param>
public sealed record Principal(string TeamId, string TokenName, TokenScopes Scopes)
{
    private const string Item = "pipelines.principal";

    /// <summary>Reads who makes the request of an invocation.</summary>
    /// <exception cref="InvalidOperationException">The function is not behind <see cref="TokenMiddleware"/>.</exception>
    public static Principal Of(FunctionContext context) =>
        context.Items.TryGetValue(Item, out var value) && value is Principal principal
            ? principal
            : throw new InvalidOperationException($"function {context.FunctionDefinition.Name} is not behind the token middleware");

    internal void Attach(FunctionContext context) => context.Items[Item] = this;
}
