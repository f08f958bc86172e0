namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>doctl ends with an error of its own.</summary>
internal sealed class DoctlException(string message) : Exception(message);
