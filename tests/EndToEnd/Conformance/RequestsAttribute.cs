namespace Pipelines.EndToEnd.Conformance;

/// <summary>Names the rows of the <see cref="Clients.EndpointTable"/> that a test requests; that it does is checked when it has ended.</summary>
/// <param name="rows">The rows.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequestsAttribute(params string[] rows) : Attribute
{
    /// <summary>Gets the rows.</summary>
    public IReadOnlyList<string> Rows => rows;
}
