namespace Pipelines.Functions.OpenApi;

/// <summary>Describes a function for the API's description; routes and methods come from its trigger.</summary>
/// <param name="summary">What it does, one line without a full stop.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OperationAttribute(string summary) : Attribute
{
    /// <summary>Gets what it does.</summary>
    public string Summary => summary;

    /// <summary>Gets or sets the group it is listed under.</summary>
    public string Tag { get; set; } = "Apps";

    /// <summary>Gets or sets the type of the request's JSON body; null for none or any.</summary>
    public Type? Body { get; set; }

    /// <summary>Gets or sets the type of the answer, or of the answer's <see cref="Member"/>; null for one that is not described.</summary>
    public Type? Answer { get; set; }

    /// <summary>Gets or sets the only member of the answer's object; null when the answer is the type itself.</summary>
    public string? Member { get; set; }

    /// <summary>Gets or sets a value indicating whether the member is a list.</summary>
    public bool IsList { get; set; }

    /// <summary>Gets or sets the status of success.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Gets or sets the media type of the answer.</summary>
    public string MediaType { get; set; } = "application/json";

    /// <summary>Gets or sets the names of query parameters, separated by commas.</summary>
    public string Query { get; set; } = "";
}
