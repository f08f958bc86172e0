using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection.Dotnet;

/// <summary>.NET: each web application, worker and program of a solution, or of the folder's own project.</summary>
internal sealed class DotnetDetector : IDetector
{
    private const int MaxProjects = 50;

    /// <summary>Files that make the folder the home of the projects below it, which have to be built from here.</summary>
    private static readonly string[] HomeFiles = ["global.json", "Directory.Build.props", "Directory.Packages.props"];

    public string EnvironmentSlug => "dotnet";

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        var own = folder.OwnFiles().Where(IsProject).ToList();
        var isHome = folder.OwnFiles().Any(IsSolution) || Array.Exists(HomeFiles, folder.Has);
        if (own.Count == 0 && !isHome)
        {
            return [];
        }

        var projects = (isHome ? folder.Files.Where(IsProject).Take(MaxProjects) : own)
            .Select(file => DotnetProject.Read(folder, file))
            .OfType<DotnetProject>()
            .ToList();
        if (projects.Count == 0)
        {
            return [];
        }

        // What another one references is part of that one: a Blazor client of its server.
        var parts = projects.Where(project => project.Kind is not null).SelectMany(project => project.References).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var programs = projects.Where(project => project.Kind is not null && !parts.Contains(project.File)).ToList();
        return programs.Count == 0
            ? [new ComponentDraft(folder, "dotnet", ".NET").WithLanguage(projects[0].File, "is a .NET project")
                .Lacks("No project of the solution is an application: Sdk.Web, Sdk.Worker and OutputType Exe were looked for.")]
            : Chosen(programs).Select(program => Component(folder, program, programs.Count == 1));
    }

    /// <summary>Beside services, workers and sites a console program is a tool.</summary>
    private static IEnumerable<DotnetProject> Chosen(List<DotnetProject> programs) =>
        programs.Exists(program => program.Framework is not null) ? programs.Where(program => program.Framework is not null) : programs;

    private static ComponentDraft Component(SourceFolder folder, DotnetProject project, bool isOnly)
    {
        var output = isOnly ? "out" : $"out/{(ShellWord.IsPlain(project.Name) ? project.Name : "app")}";
        var file = ShellWord.Quoted(project.File);
        var draft = new ComponentDraft(folder, "dotnet", project.File.EndsWith(".fsproj", StringComparison.Ordinal) ? "F#" : project.File.EndsWith(".vbproj", StringComparison.Ordinal) ? "Visual Basic" : "C#")
            .Named(project.Name)
            .WithLanguage(project.File, "is a .NET project")
            .WithVersion(Version(folder, project))
            .WithPackageManager("dotnet", project.File, "is a .NET project")
            .WithFramework(project.Framework, project.File, project.Reason)
            .Installs($"dotnet restore {file}", project.File, "names the packages")
            .Builds($"dotnet publish {file} -c Release --no-restore -o {output}", project.File, project.Reason);
        if (project.Kind == ComponentKind.StaticSite)
        {
            return draft.Publishes(output + "/wwwroot", project.File, project.Reason);
        }

        var binding = project.Kind == ComponentKind.Service ? "ASPNETCORE_URLS=http://0.0.0.0:$PORT " : string.Empty;
        return draft
            .Runs($"{binding}dotnet {ShellWord.Quoted($"{output}/{project.AssemblyName}.dll")}", project.File, $"assembly {project.AssemblyName}")
            .Is(project.Kind!.Value, project.File, project.Reason);
    }

    private static Finding? Version(SourceFolder folder, DotnetProject project)
    {
        var (target, file) = project.TargetFramework is { } own
            ? (own, project.File)
            : (folder.XmlOf("Directory.Build.props") is { } shared ? DotnetProject.Target(shared) : null, "Directory.Build.props");
        if (target is null)
        {
            return null;
        }

        // net10.0, net8.0-windows: what stands between the letters is the version.
        var version = target.Split('-')[0];
        return new Finding(version.StartsWith("net", StringComparison.Ordinal) ? version.TrimStart('n', 'e', 't', 'c', 'o', 'r', 'a', 'p') : version, file, $"TargetFramework {target}");
    }

    private static bool IsProject(string file) => Array.Exists(DotnetProject.Extensions, extension => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    private static bool IsSolution(string file) => file.EndsWith(".sln", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".slnx", StringComparison.OrdinalIgnoreCase);
}
