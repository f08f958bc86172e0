using System.Xml.Linq;

namespace Pipelines.Activities.Detection.Java;

/// <summary>Maven: a Spring Boot, Quarkus or other application of a pom.xml, in one module or several.</summary>
internal sealed class MavenDetector : IDetector
{
    private const string Manifest = "pom.xml";

    public string EnvironmentSlug => JavaProject.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (folder.XmlOf(Manifest) is not { } parent)
        {
            return [];
        }

        var module = Modules(parent).FirstOrDefault(name => IsApplication(folder, name));
        return [module is not null && folder.XmlOf($"{module}/{Manifest}") is { } child
            ? Component(folder, child, module, parent)
            : Component(folder, parent, null, parent)];
    }

    private static ComponentDraft Component(SourceFolder folder, XElement pom, string? module, XElement parent)
    {
        var file = module is null ? Manifest : $"{module}/{Manifest}";
        var home = module is null ? string.Empty : module + "/";
        var build = folder.Text(file)! + folder.Text(Manifest);
        var framework = JavaProject.FrameworkIn(folder.Text(file)!) ?? JavaProject.FrameworkIn(build);
        var maven = folder.Has("mvnw") ? "sh ./mvnw" : "mvn";
        var only = module is null ? string.Empty : $" -pl {module} -am";
        var draft = new ComponentDraft(folder, JavaProject.EnvironmentSlug, JavaProject.IsKotlin(build) ? "Kotlin" : "Java")
            .Named(Text(pom, "artifactId"))
            .WithLanguage(file, "describes a Maven project")
            .WithPackageManager("maven", folder.FirstOf("mvnw") ?? Manifest, folder.Has("mvnw") ? "is Maven's wrapper" : "is Maven's manifest")
            .WithVersion(JavaProject.Version(folder) ?? Version(pom, file) ?? Version(parent, Manifest))
            .WithFramework(framework?.Framework, file, $"names {framework?.Coordinates}")
            .Builds($"{maven} -B -DskipTests{only} package", file, "is built by Maven");
        var option = JavaProject.PortOption(framework?.Framework);
        if (framework?.Framework == "Quarkus")
        {
            return draft.Runs($"java {option}-jar {home}target/quarkus-app/quarkus-run.jar", file, "Quarkus packages it there");
        }

        var packaging = Text(pom, "packaging") ?? "jar";
        if (packaging == "pom")
        {
            return draft.Lacks("pom.xml only groups modules and none of them is an application: state source_dir, or run_command.");
        }

        var archive = Archive(pom, parent, home, packaging);
        if (framework?.Framework is "Spring Boot" or "Micronaut" || IsExecutable(build))
        {
            return draft.Runs($"java {option}-jar {archive}", file, $"packages {archive}").NotePort();
        }

        return packaging == "war"
            ? draft.Lacks("A WAR needs an application server: use Spring Boot, or a Dockerfile.")
            : WithMainClass(draft, maven, only, home, file);
    }

    /// <summary>A jar that cannot start by itself is started by its main class, its dependencies copied beside it.</summary>
    private static ComponentDraft WithMainClass(ComponentDraft draft, string maven, string only, string home, string file) =>
        JavaProject.MainClass(home.Length == 0 ? draft.Folder : draft.Folder.Folder(home.TrimEnd('/'))) is { } main
            ? draft
                .Builds($"{maven} -B -DskipTests{only} package dependency:copy-dependencies -DincludeScope=runtime", file, "the jar holds no dependencies")
                .Runs($"java -cp \"{home}target/classes:{home}target/dependency/*\" {main.Value}", home + main.File, main.Detail)
                .ListensAsIn(home + main.File)
            : draft.Lacks("No class with a main method was found: state run_command.");

    private static bool IsApplication(SourceFolder folder, string module) =>
        folder.Text($"{module}/{Manifest}") is { } pom
        && (pom.Contains("spring-boot-maven-plugin", StringComparison.Ordinal)
            || pom.Contains("quarkus-maven-plugin", StringComparison.Ordinal)
            || pom.Contains("micronaut-maven-plugin", StringComparison.Ordinal)
            || IsExecutable(pom));

    private static bool IsExecutable(string pom) => pom.Contains("<mainClass>", StringComparison.Ordinal)
        && (pom.Contains("maven-shade-plugin", StringComparison.Ordinal) || pom.Contains("<manifest>", StringComparison.Ordinal));

    /// <summary>The archive's path; a pattern where its name depends on properties that only Maven knows.</summary>
    private static string Archive(XElement pom, XElement parent, string home, string packaging)
    {
        var name = Text(pom, "build", "finalName")
            ?? (Text(pom, "artifactId"), Text(pom, "version") ?? Text(pom, "parent", "version") ?? Text(parent, "version")) switch
            {
                ({ } artifact, { } version) => $"{artifact}-{version}",
                _ => "*",
            };
        return $"{home}target/{(ShellWord.IsPlain(name) ? name : "*")}.{packaging}";
    }

    private static IEnumerable<string> Modules(XElement pom) =>
        (Child(pom, "modules")?.Elements() ?? [])
            .Select(module => module.Value.Trim())
            .Where(module => ShellWord.IsPlain(module) && RelativePath.IsInside(module))
            .Take(50);

    private static Finding? Version(XElement pom, string file)
    {
        foreach (var property in (ReadOnlySpan<string>)["java.version", "maven.compiler.release", "maven.compiler.target", "jdk.version"])
        {
            if (Text(pom, "properties", property) is { } version && !version.Contains('$', StringComparison.Ordinal))
            {
                return new Finding(version, file, $"{property}: {version}");
            }
        }

        return null;
    }

    private static string? Text(XElement element, params ReadOnlySpan<string> path)
    {
        XElement? found = element;
        foreach (var name in path)
        {
            found = found is null ? null : Child(found, name);
        }

        return found is { HasElements: false } && found.Value.Trim() is { Length: > 0 } text ? text : null;
    }

    private static XElement? Child(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);
}
