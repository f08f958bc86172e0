namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Makes function apps.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with the host's defaults.</summary>
    /// <param name="args">The program's arguments; those of the form <c>--key value</c> become configuration.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
