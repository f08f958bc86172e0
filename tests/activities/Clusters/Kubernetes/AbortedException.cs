namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>The end of a process, as far as a test can have it within its own.</summary>
internal sealed class AbortedException : Exception;
