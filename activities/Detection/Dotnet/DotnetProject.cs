using System.Xml.Linq;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection.Dotnet;

/// <summary>What detection needs of a .csproj, .fsproj or .vbproj.</summary>
/// <param name="File">The project file, relative to the component's folder.</param>
/// <param name="Kind">What it publishes as; null for a library or a test.</param>
/// <param name="Reason">What says so.</param>
/// <param name="Framework">Its framework, for people; or null.</param>
/// <param name="TargetFramework">Its target framework, or the first of several; or null.</param>
/// <param name="AssemblyName">The name of its assembly.</param>
/// <param name="References">The project files it references, relative to the component's folder.</param>
internal sealed record DotnetProject(
    string File,
    ComponentKind? Kind,
    string Reason,
    string? Framework,
    string? TargetFramework,
    string AssemblyName,
    IReadOnlyList<string> References)
{
    internal static readonly string[] Extensions = [".csproj", ".fsproj", ".vbproj"];

    internal string Name => File[(File.LastIndexOf('/') + 1)..File.LastIndexOf('.')];

    internal static DotnetProject? Read(SourceFolder folder, string file)
    {
        if (folder.XmlOf(file) is not { } root)
        {
            return null;
        }

        var sdk = root.Attribute("Sdk")?.Value.Split('/')[0] ?? Items(root, "Sdk").Select(item => item.Attribute("Name")?.Value).FirstOrDefault();
        var (kind, reason, framework) = Classify(root, sdk, file);
        var name = file[(file.LastIndexOf('/') + 1)..file.LastIndexOf('.')];
        var assembly = Property(root, "AssemblyName");
        return new DotnetProject(
            file,
            kind,
            reason,
            framework,
            Target(root),
            assembly is null || assembly.Contains('$', StringComparison.Ordinal) ? name : assembly,
            [.. Items(root, "ProjectReference").Select(item => Resolve(file, item.Attribute("Include")?.Value)).OfType<string>()]);
    }

    /// <summary>The target framework that a project file or Directory.Build.props states.</summary>
    internal static string? Target(XElement root) =>
        (Property(root, "TargetFramework") ?? Property(root, "TargetFrameworks")?.Split(';')[0]) is { Length: > 0 } target
        && !target.Contains('$', StringComparison.Ordinal)
            ? target
            : null;

    private static (ComponentKind? Kind, string Reason, string? Framework) Classify(XElement root, string? sdk, string file)
    {
        var packages = Items(root, "PackageReference").Select(item => item.Attribute("Include")?.Value ?? string.Empty).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var isTest = packages.Contains("Microsoft.NET.Test.Sdk") || packages.Contains("xunit.v3") || Property(root, "IsTestProject") == "true" || sdk == "MSTest.Sdk"
            || file.Contains("Tests.", StringComparison.Ordinal);
        var isAspire = Property(root, "IsAspireHost") == "true" || (sdk?.StartsWith("Aspire.", StringComparison.Ordinal) ?? false);
        var isProgram = Property(root, "OutputType") is { } output && (output.Equals("Exe", StringComparison.OrdinalIgnoreCase) || output.Equals("WinExe", StringComparison.OrdinalIgnoreCase));
        var isWeb = sdk == "Microsoft.NET.Sdk.Web"
            || (isProgram && Items(root, "FrameworkReference").Any(item => item.Attribute("Include")?.Value == "Microsoft.AspNetCore.App"));
        return (isTest || isAspire, sdk) switch
        {
            (true, _) => (null, "is no application of its own", null),
            (_, "Microsoft.NET.Sdk.BlazorWebAssembly") => (ComponentKind.StaticSite, "Sdk Microsoft.NET.Sdk.BlazorWebAssembly", "Blazor WebAssembly"),
            (_, "Microsoft.NET.Sdk.Worker") => (ComponentKind.Worker, "Sdk Microsoft.NET.Sdk.Worker", ".NET worker"),
            _ when isWeb && Property(root, "OutputType") != "Library" => (ComponentKind.Service, "is an ASP.NET Core application", "ASP.NET Core"),
            _ => isProgram ? (ComponentKind.Worker, "OutputType Exe", null) : (null, "is a library", null),
        };
    }

    private static string? Property(XElement root, string name) =>
        root.Elements().Where(group => group.Name.LocalName == "PropertyGroup")
            .SelectMany(group => group.Elements())
            .FirstOrDefault(property => property.Name.LocalName == name)?.Value.Trim();

    private static IEnumerable<XElement> Items(XElement root, string name) =>
        root.Elements().Where(group => group.Name.LocalName is "ItemGroup" || group.Name.LocalName == name)
            .SelectMany(group => group.Name.LocalName == name ? [group] : group.Elements())
            .Where(item => item.Name.LocalName == name);

    /// <summary>A path of a project file, relative to the component's folder; null when it leads out.</summary>
    private static string? Resolve(string file, string? include)
    {
        var segments = new List<string>(file.Split('/')[..^1]);
        foreach (var segment in (include ?? string.Empty).Replace('\\', '/').Split('/'))
        {
            if (segment == "..")
            {
                if (segments.Count == 0)
                {
                    return null;
                }

                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment is not ("." or ""))
            {
                segments.Add(segment);
            }
        }

        return string.Join('/', segments);
    }
}
