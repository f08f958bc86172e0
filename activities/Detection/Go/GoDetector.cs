using System.Text.RegularExpressions;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection.Go;

/// <summary>Go: the main packages of a module; those that serve, when there are several.</summary>
internal sealed class GoDetector : IDetector
{
    private const string Manifest = "go.mod";

    private static readonly Regex Main = SourcePattern.Of(@"(?m)^package\s+(main)\b");
    private static readonly Regex Version = SourcePattern.Of(@"(?m)^go\s+([0-9][0-9.a-z]*)");
    private static readonly Regex Module = SourcePattern.Of(@"(?m)^module\s+(\S+)");
    private static readonly Regex Serves = SourcePattern.Of(
        """("net/http"|ListenAndServe|net\.Listen|gin-gonic/gin|labstack/echo|gofiber/fiber|go-chi/chi|gorilla/mux|google\.golang\.org/grpc|valyala/fasthttp)""");

    private static readonly (string Module, string Framework)[] Frameworks =
    [
        ("github.com/gin-gonic/gin", "Gin"), ("github.com/labstack/echo", "Echo"), ("github.com/gofiber/fiber", "Fiber"),
        ("github.com/go-chi/chi", "chi"), ("github.com/gorilla/mux", "Gorilla"), ("github.com/beego/beego", "Beego"),
        ("google.golang.org/grpc", "gRPC"), ("github.com/valyala/fasthttp", "fasthttp"),
    ];

    public string EnvironmentSlug => "go";

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (!folder.Has(Manifest) && !folder.OwnFiles().Any(file => file.EndsWith(".go", StringComparison.Ordinal)))
        {
            return [];
        }

        var mains = MainFiles(folder);
        var chosen = mains.Count > 1 ? Preferred(folder, mains) : mains;
        return chosen.Count > 0
            ? chosen.Select(file => Program(folder, file, chosen.Count == 1))
            : [Draft(folder).Lacks("The Go module has no package main: add one at its root or in cmd/<name>.")];
    }

    /// <summary>The file with the main package of each folder that has one.</summary>
    private static List<string> MainFiles(SourceFolder folder) =>
        [.. folder.Files
            .Where(file => file.EndsWith(".go", StringComparison.Ordinal) && !file.EndsWith("_test.go", StringComparison.Ordinal))
            .GroupBy(FolderOf, StringComparer.Ordinal)
            .OrderBy(group => group.Key.Count(character => character == '/'))
            .Where(group => group.Key is not ("examples" or "tools" or "scripts" or "hack"))
            .Take(40)
            .Select(group => group.OrderBy(file => !file.EndsWith("main.go", StringComparison.Ordinal)).Take(3)
                .FirstOrDefault(file => folder.Match(file, Main) is not null))
            .OfType<string>()];

    /// <summary>The program at the root, else those that serve, else all below cmd/.</summary>
    private static List<string> Preferred(SourceFolder folder, List<string> mains)
    {
        if (mains.Where(file => FolderOf(file).Length == 0).ToList() is { Count: > 0 } atRoot)
        {
            return atRoot;
        }

        return mains.Where(file => ServesIn(folder, file)).ToList() is { Count: > 0 } servers ? servers : mains;
    }

    private static bool ServesIn(SourceFolder folder, string file) =>
        folder.Files
            .Where(other => other.EndsWith(".go", StringComparison.Ordinal) && FolderOf(other) == FolderOf(file))
            .Take(10)
            .Any(other => folder.Match(other, Serves) is not null);

    private static ComponentDraft Program(SourceFolder folder, string file, bool isOnly)
    {
        var package = FolderOf(file);
        var module = folder.Match(Manifest, Module)?.Split('/').LastOrDefault(part => !IsMajorVersion(part));
        var name = package.Length == 0 ? module ?? "app" : package[(package.LastIndexOf('/') + 1)..];
        var binary = "bin/" + (ShellWord.IsPlain(name) ? name : "app");
        var target = package.Length == 0 ? "." : "./" + package;
        var sources = folder.Has(Manifest) ? ShellWord.Quoted(target) : "*.go";
        var draft = Draft(folder)
            .Named(isOnly && module is not null ? module : name)
            .Builds($"go build -trimpath -buildvcs=false -o {binary} {sources}", file, "package main")
            .Runs($"./{binary}", file, "package main")
            .ListensAsIn(file);
        if (ServesIn(folder, file))
        {
            draft.Is(ComponentKind.Service, file, "opens a server");
        }

        return draft;
    }

    private static ComponentDraft Draft(SourceFolder folder)
    {
        var version = folder.Match(Manifest, Version);
        var text = folder.Text(Manifest) ?? string.Empty;
        var (module, framework) = Frameworks.FirstOrDefault(known => text.Contains(known.Module, StringComparison.Ordinal));
        var draft = new ComponentDraft(folder, "go", "Go")
            .WithLanguage(folder.FirstOf(Manifest) ?? folder.OwnFiles().First(file => file.EndsWith(".go", StringComparison.Ordinal)), "is Go")
            .WithVersion(version is null ? null : new Finding(version, Manifest, $"go {version}"))
            .WithPackageManager("go", Manifest, "is the module file")
            .WithFramework(framework, Manifest, $"requires {module}");
        return folder.Has("go.sum") && !folder.HasFolder("vendor")
            ? draft.Installs("go mod download", "go.sum", "names the modules")
            : draft;
    }

    private static string FolderOf(string file) => file.LastIndexOf('/') is >= 0 and var slash ? file[..slash] : string.Empty;

    private static bool IsMajorVersion(string part) => part is ['v', >= '0' and <= '9', ..];
}
