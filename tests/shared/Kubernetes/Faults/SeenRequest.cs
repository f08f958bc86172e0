using Microsoft.AspNetCore.Http;

namespace Pipelines.Kubernetes.Tests.Faults;

/// <summary>A request that the server got.</summary>
internal sealed record SeenRequest(string Method, string Path, IQueryCollection Query, string? ContentType, string Body);
