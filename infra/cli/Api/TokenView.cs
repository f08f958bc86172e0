namespace Pipelines.Cli.Api;

internal sealed record TokenView(string Id, string Prefix, string Name, string Scope, string Team, string State, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
