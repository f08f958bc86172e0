namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>ASP.NET Core integration.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Serves HTTP triggers by ASP.NET Core, with its request, response and result types.</summary>
    /// <param name="builder">The app.</param>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        // The embedded host always serves HTTP triggers this way; only the official worker has another.
        return builder;
    }
}
