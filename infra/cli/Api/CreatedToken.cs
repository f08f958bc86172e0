namespace Pipelines.Cli.Api;

internal sealed record CreatedToken(TokenView Token, string Secret);
