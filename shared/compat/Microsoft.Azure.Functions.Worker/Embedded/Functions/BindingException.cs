namespace Pipelines.Functions.Embedded;

/// <summary>A request does not hold what a function's parameter needs. The message is for the client.</summary>
internal sealed class BindingException(string message, Exception? inner = null) : Exception(message, inner);
