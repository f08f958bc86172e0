using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Java;

/// <summary>Gradle: the application of a build, at its root or in one of its projects.</summary>
internal sealed class GradleDetector : IDetector
{
    private static readonly Regex RootName = SourcePattern.Of("""rootProject\.name\s*=\s*['"]([^'"]+)['"]""");
    private static readonly Regex VersionNumber = SourcePattern.Of("""(?m)^\s*version\s*=?\s*['"]([^'"]+)['"]""");
    private static readonly Regex JavaVersion = SourcePattern.Of(
        """(?:JavaLanguageVersion\.of\(\s*|jvmToolchain\(\s*|sourceCompatibility\s*=?\s*(?:JavaVersion\.VERSION_)?['"]?)([0-9][0-9._]*)""");

    private static readonly Regex ApplicationPlugin = SourcePattern.Of("""(?m)(?:id\s*\(?\s*['"](?:application|io\.micronaut\.application)['"]|^\s*application\s*$|apply plugin:\s*['"]application['"])""");

    public string EnvironmentSlug => JavaProject.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        var settings = folder.FirstOf("settings.gradle", "settings.gradle.kts");
        var root = folder.FirstOf("build.gradle", "build.gradle.kts");
        if (settings is null && root is null)
        {
            return [];
        }

        var builds = folder.Files
            .Where(file => file.EndsWith("build.gradle", StringComparison.Ordinal) || file.EndsWith("build.gradle.kts", StringComparison.Ordinal))
            .Take(30)
            .OrderByDescending(file => file == root);
        var build = builds.FirstOrDefault(file => folder.Text(file) is { } text && Launch(text) is not null) ?? root;
        return [build is null
            ? new ComponentDraft(folder, JavaProject.EnvironmentSlug, "Java").Lacks("No project of the Gradle build is an application.")
            : Component(folder, build, settings)];
    }

    private static ComponentDraft Component(SourceFolder folder, string file, string? settings)
    {
        var text = folder.Text(file) ?? string.Empty;
        var launch = Launch(text);
        var home = file.LastIndexOf('/') is >= 0 and var slash ? file[..(slash + 1)] : string.Empty;
        var project = home.Length == 0 ? string.Empty : ":" + home.TrimEnd('/').Replace('/', ':') + ":";
        var name = home.Length > 0
            ? home.TrimEnd('/')[(home.TrimEnd('/').LastIndexOf('/') + 1)..]
            : (settings is null ? null : folder.Match(settings, RootName)) ?? folder.Name;
        var gradle = folder.Has("gradlew") ? "sh ./gradlew" : "gradle";
        var framework = JavaProject.FrameworkIn(text);
        var java = folder.Match(file, JavaVersion);
        var draft = new ComponentDraft(folder, JavaProject.EnvironmentSlug, JavaProject.IsKotlin(text) ? "Kotlin" : "Java")
            .Named(name)
            .WithLanguage(file, "describes a Gradle project")
            .WithPackageManager("gradle", folder.FirstOf("gradlew") ?? file, folder.Has("gradlew") ? "is Gradle's wrapper" : "is Gradle's build file")
            .WithVersion(JavaProject.Version(folder) ?? (java is null ? null : new Finding(java, file, $"Java {java}")))
            .WithFramework(framework?.Framework, file, $"names {framework?.Coordinates}");
        return launch is null || !ShellWord.IsPlain(home + "x")
            ? draft.Lacks("The Gradle build makes no program: apply the application plugin, or state run_command.")
            : Launched(draft, launch, $"{gradle} --no-daemon {project}{launch}", home, file, name);
    }

    private static ComponentDraft Launched(ComponentDraft draft, string task, string build, string home, string file, string name)
    {
        var option = JavaProject.PortOption(draft.Framework);
        draft.Builds(build, file, $"has the task {task}");
        switch (task)
        {
            case "bootJar":
                var version = draft.Folder.Match(file, VersionNumber);
                var jar = version is null ? "*" : $"{name}-{version}";
                return draft.Runs($"java {option}-jar {home}build/libs/{(ShellWord.IsPlain(jar) ? jar : "*")}.jar", file, "bootJar packages it there").NotePort();
            case "quarkusBuild":
                return draft.Runs($"java {option}-jar {home}build/quarkus-app/quarkus-run.jar", file, "Quarkus packages it there");
            case "buildFatJar" or "shadowJar":
                return draft.Runs($"java {option}-jar {home}build/libs/*-all.jar", file, $"{task} packages it there");
            default:
                var program = name.Length == 0 ? "*" : ShellWord.Quoted(name);
                return draft.Runs(
                    (option.Length == 0 ? string.Empty : $"JAVA_OPTS=\"{option.TrimEnd()}\" ") + $"{home}build/install/{program}/bin/{program}",
                    file,
                    "installDist puts it there");
        }
    }

    /// <summary>The task that packages the program, by the plugins applied; null when none does.</summary>
    private static string? Launch(string build) =>
        build.Contains("org.springframework.boot", StringComparison.Ordinal) && !build.Contains("apply false", StringComparison.Ordinal) ? "bootJar"
        : build.Contains("io.quarkus", StringComparison.Ordinal) ? "quarkusBuild"
        : build.Contains("io.ktor.plugin", StringComparison.Ordinal) || build.Contains("plugin.ktor", StringComparison.Ordinal) ? "buildFatJar"
        : build.Contains("com.github.johnrengelman.shadow", StringComparison.Ordinal) || build.Contains("com.gradleup.shadow", StringComparison.Ordinal) ? "shadowJar"
        : ApplicationPlugin.IsMatch(build) ? "installDist"
        : null;
}
