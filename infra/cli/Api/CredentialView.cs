namespace Pipelines.Cli.Api;

internal sealed record CredentialView(string Id, string Url, string UserName);
