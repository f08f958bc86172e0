namespace Pipelines.Cli.Api;

internal sealed record TeamView(string Id, string Name, DateTimeOffset CreatedAt);
