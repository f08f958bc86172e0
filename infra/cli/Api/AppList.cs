namespace Pipelines.Cli.Api;

internal sealed record AppList(IReadOnlyList<AppView> Apps);
