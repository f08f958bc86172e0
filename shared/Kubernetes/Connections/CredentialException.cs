namespace Pipelines.Kubernetes.Connections;

/// <summary>There are no credentials to be had: a token file is gone, a credential program fails.</summary>
internal sealed class CredentialException(Exception inner) : Exception(inner.Message, inner);
