using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Start;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Http;

/// <summary>Who makes a request.</summary>
/// <param name="Token">The token it was made with.</param>
public sealed record Principal(AccessToken Token)
{
    private const string Item = "pipelines.principal";

    /// <summary>Gets the team, which owns apps.</summary>
    public string TeamId => Token.TeamId;

    /// <summary>Gets a value indicating whether the token is of the platform's own team, whose administrators see to all teams.</summary>
    public bool IsOfPlatform => TeamId == PlatformTeam.Id;

    /// <summary>Reads who makes the request of an invocation.</summary>
    /// <exception cref="InvalidOperationException">The function asks for no token.</exception>
    public static Principal Of(FunctionContext context) =>
        Find(context) ?? throw new InvalidOperationException($"function {context.FunctionDefinition.Name} is not behind the token middleware");

    /// <summary>Reads who makes the request of an invocation.</summary>
    /// <returns>Who, or null where no token was asked for.</returns>
    internal static Principal? Find(FunctionContext context) => context.Items.TryGetValue(Item, out var value) ? value as Principal : null;

    internal void Attach(FunctionContext context) => context.Items[Item] = this;
}
