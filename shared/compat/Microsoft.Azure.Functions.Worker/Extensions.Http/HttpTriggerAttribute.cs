using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function on an HTTP request.</summary>
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Any method, with a function key.</summary>
    public HttpTriggerAttribute()
    {
        AuthLevel = AuthorizationLevel.Function;
    }

    /// <summary>The given methods, with a function key.</summary>
    /// <param name="methods">HTTP methods, in any case.</param>
    public HttpTriggerAttribute(params string[] methods)
        : this()
    {
        Methods = methods;
    }

    /// <summary>Any method, with the given level.</summary>
    /// <param name="authLevel">Which key a request must present.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel)
    {
        AuthLevel = authLevel;
    }

    /// <summary>The given methods, with the given level.</summary>
    /// <param name="authLevel">Which key a request must present.</param>
    /// <param name="methods">HTTP methods, in any case.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route template below the route prefix; the function's name when null.</summary>
    public string? Route { get; set; }

    /// <summary>The methods answered; any when null.</summary>
    public string[]? Methods { get; }

    /// <summary>Which key a request must present.</summary>
    public AuthorizationLevel AuthLevel { get; }
}
