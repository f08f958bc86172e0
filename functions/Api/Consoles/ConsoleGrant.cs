namespace Pipelines.Functions.Api.Consoles;

/// <summary>Leave to open one console, once.</summary>
/// <param name="TokenId">The token it was asked for with: it ends with that.</param>
/// <param name="TokenPrefix">How the token begins, for the audit.</param>
/// <param name="TokenName">What the token is called, for the audit.</param>
/// <param name="TeamId">The team.</param>
/// <param name="AppId">The app.</param>
/// <param name="Component">The component.</param>
/// <param name="Instance">The instance.</param>
public sealed record ConsoleGrant(string TokenId, string TokenPrefix, string TokenName, string TeamId, string AppId, string Component, string Instance);
