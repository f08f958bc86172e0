namespace Pipelines.Cli.Api;

internal sealed record AuditView(DateTimeOffset At, string TokenPrefix, string TokenName, string Operation, string Method, string Path, string RequestId, int? Status);
