using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Java;

/// <summary>What Maven and Gradle projects have in common: frameworks, the Java version, the main class.</summary>
internal static class JavaProject
{
    internal const string EnvironmentSlug = "java";

    private static readonly Regex RuntimeVersion = SourcePattern.Of(@"(?m)^\s*java\.runtime\.version\s*=\s*(\S+)");
    private static readonly Regex MainMethod = SourcePattern.Of(@"(public static void main\s*\(|(?m:^fun main\s*\())");
    private static readonly Regex Package = SourcePattern.Of(@"(?m)^\s*package\s+([A-Za-z0-9_.]+)");
    private static readonly Regex FixedPortProperty = SourcePattern.Of(@"(?m)^\s*server\.port\s*[=:]\s*([0-9]+)");

    /// <summary>The framework whose coordinates a build file names.</summary>
    internal static (string Framework, string Coordinates)? FrameworkIn(string build)
    {
        foreach (var (framework, coordinates) in (ReadOnlySpan<(string, string)>)
        [
            ("Spring Boot", "org.springframework.boot"), ("Quarkus", "io.quarkus"), ("Micronaut", "io.micronaut"),
            ("Ktor", "io.ktor"), ("Javalin", "io.javalin"), ("Helidon", "io.helidon"), ("Dropwizard", "io.dropwizard"), ("Vert.x", "io.vertx"),
        ])
        {
            if (build.Contains(coordinates, StringComparison.Ordinal))
            {
                return (framework, coordinates);
            }
        }

        return null;
    }

    internal static bool IsKotlin(string build) => build.Contains("kotlin", StringComparison.OrdinalIgnoreCase)
        && (build.Contains("org.jetbrains.kotlin", StringComparison.Ordinal) || build.Contains("kotlin(\"jvm\")", StringComparison.Ordinal));

    /// <summary>The version that a file beside the build file asks for.</summary>
    internal static Finding? Version(SourceFolder folder) =>
        Found(folder.Match("system.properties", RuntimeVersion), "system.properties")
        ?? Found(folder.FirstLine(".java-version"), ".java-version")
        ?? ToolVersions.Of(folder, "java");

    /// <summary>Arguments for the Java virtual machine that make a framework listen on PORT.</summary>
    internal static string PortOption(string? framework) => framework switch
    {
        "Spring Boot" => "-Dserver.port=$PORT ",
        "Quarkus" => "-Dquarkus.http.host=0.0.0.0 -Dquarkus.http.port=$PORT ",
        "Micronaut" => "-Dmicronaut.server.port=$PORT ",
        _ => string.Empty,
    };

    /// <summary>The class with the main method, below the sources' folder.</summary>
    internal static Finding? MainClass(SourceFolder folder)
    {
        foreach (var file in folder.Files.Where(file => file.EndsWith(".java", StringComparison.Ordinal) || file.EndsWith(".kt", StringComparison.Ordinal))
                     .Where(file => !file.Contains("src/test/", StringComparison.Ordinal)).Take(60))
        {
            if (folder.Match(file, MainMethod) is not null)
            {
                var name = file[(file.LastIndexOf('/') + 1)..file.LastIndexOf('.')];
                var type = file.EndsWith(".kt", StringComparison.Ordinal) ? char.ToUpperInvariant(name[0]) + name[1..] + "Kt" : name;
                var main = folder.Match(file, Package) is { } package ? $"{package}.{type}" : type;
                return ShellWord.IsPlain(main) ? new Finding(main, file, "has the main method") : null;
            }
        }

        return null;
    }

    /// <summary>Notes the port of Spring's application.properties, which the command line overrides.</summary>
    internal static ComponentDraft NotePort(this ComponentDraft draft)
    {
        const string Properties = "src/main/resources/application.properties";
        return draft.Framework == "Spring Boot" && draft.Folder.Match(Properties, FixedPortProperty) is { } port
            ? draft.Because(nameof(DetectedComponent.HttpPort), Properties, $"server.port={port}, which the run command replaces by PORT")
            : draft;
    }

    private static Finding? Found(string? version, string file) =>
        string.IsNullOrWhiteSpace(version) ? null : new Finding(version, file, $"Java {version}");
}
