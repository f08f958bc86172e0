namespace Pipelines.Cli;

/// <summary>Where the parts of this checkout lie.</summary>
/// <param name="Root">The top of the checkout.</param>
internal sealed record Installation(string Root)
{
    /// <summary>Gets the directory of the sample applications.</summary>
    public string Samples => Path.Combine(Root, "infra", "samples");

    /// <summary>Finds the checkout: the directory above this program that holds the solution.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static Installation Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Pipelines.sln")))
            {
                return new Installation(directory.FullName);
            }
        }

        throw new CliException($"no Pipelines.sln above {AppContext.BaseDirectory}; run the command from a checkout");
    }

    /// <summary>Finds the program of the control plane, built in the same configuration as this one.</summary>
    /// <exception cref="CliException">It is not built.</exception>
    public string FindControlPlane()
    {
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var path = Path.Combine(Root, "functions", "bin", configuration, "net10.0", "Pipelines.Functions.dll");
        return File.Exists(path) ? path : throw new CliException($"{path} is not built; run ./infra/pipelines, which builds it");
    }
}
