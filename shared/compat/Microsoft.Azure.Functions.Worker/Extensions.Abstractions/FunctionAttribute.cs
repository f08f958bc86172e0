namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes a method a function of the app.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute : Attribute
{
    /// <summary>Makes the method the function <paramref name="name"/>.</summary>
    /// <param name="name">The function's name, unique in the app whatever its case.</param>
    public FunctionAttribute(string name)
    {
        Name = name;
    }

    /// <summary>The function's name.</summary>
    public string Name { get; }
}
