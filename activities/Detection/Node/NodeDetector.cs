using System.Text.RegularExpressions;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection.Node;

/// <summary>Any other Node.js program: its start script, its main, or a file with a customary name.</summary>
internal sealed class NodeDetector : IDetector
{
    private static readonly Regex Serves = SourcePattern.Of(@"createServer|\.listen\(|Bun\.serve|createSecureServer|serve\(");

    private static readonly (string Package, string Framework)[] Frameworks =
    [
        ("@nestjs/core", "NestJS"), ("@adonisjs/core", "AdonisJS"), ("@strapi/strapi", "Strapi"), ("express", "Express"),
        ("fastify", "Fastify"), ("koa", "Koa"), ("@hapi/hapi", "hapi"), ("hono", "Hono"), ("elysia", "Elysia"),
        ("restify", "Restify"), ("polka", "Polka"), ("h3", "h3"), ("@feathersjs/feathers", "Feathers"),
        ("apollo-server", "Apollo Server"), ("@apollo/server", "Apollo Server"), ("socket.io", "Socket.IO"), ("ws", "ws"),
    ];

    private static readonly string[] BackgroundPackages =
    [
        "bull", "bullmq", "bee-queue", "agenda", "amqplib", "kafkajs", "discord.js", "telegraf", "node-cron", "graphile-worker",
    ];

    private static readonly string[] CustomaryFiles =
    [
        "server.js", "index.js", "app.js", "main.js", "server.mjs", "index.mjs", "src/server.js", "src/index.js", "src/app.js",
        "src/main.js", "worker.js",
    ];

    public string EnvironmentSlug => NodePackage.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (NodePackage.In(folder) is { } package)
        {
            return [FromPackage(package)];
        }

        return folder.Has("index.html") || Entry(folder) is not { } file ? [] : [FromFile(folder, file)];
    }

    private static ComponentDraft FromPackage(NodePackage package)
    {
        var (dependency, framework) = Frameworks.FirstOrDefault(known => package.DependsOn(known.Package));
        var draft = package.Draft(framework, $"depends on {dependency}");
        var start = StaticServer.IsStartedBy(package.Script("start")) ? null : package.Start("start");
        var file = start is null ? MainFile(package) : FileIn(start.Value);
        if (start is not null)
        {
            draft.Runs(start);
        }
        else if (file is not null)
        {
            draft.Runs($"node {file}", file, file == package.Main ? "package.json main" : "has a customary name");
        }
        else
        {
            draft.Lacks("package.json has no start script and no main that exists: add \"scripts\": { \"start\": \"node …\" }, or state run_command.");
        }

        return SettleKind(draft, package, framework, file).ListensAsIn(file);
    }

    private static ComponentDraft FromFile(SourceFolder folder, string file) =>
        new ComponentDraft(folder, NodePackage.EnvironmentSlug, "Node.js")
            .WithLanguage(file, "is a Node.js server")
            .Runs($"node {file}", file, "has a customary name")
            .ListensAsIn(file);

    /// <summary>A program is a service, unless it works for a queue or a chat and nothing in it listens.</summary>
    private static ComponentDraft SettleKind(ComponentDraft draft, NodePackage package, string? framework, string? file)
    {
        if (framework is not null)
        {
            return draft.Is(ComponentKind.Service, NodePackage.FileName, $"{framework} answers HTTP");
        }

        if (file is not null && package.Folder.Text(file) is { } source && Serves.IsMatch(source))
        {
            return draft.Is(ComponentKind.Service, file, "opens a server");
        }

        return package.FirstDependency(BackgroundPackages) is { } background
            ? draft.Is(ComponentKind.Worker, NodePackage.FileName, $"depends on {background} and on no HTTP framework")
            : draft.Guessed(package.Script("start") is null);
    }

    private static string? MainFile(NodePackage package)
    {
        var main = package.Main?.TrimStart('.', '/');
        return !string.IsNullOrEmpty(main) && ShellWord.IsPlain(main)
            ? package.Folder.FirstOf(main, main + ".js", main + "/index.js") ?? package.Folder.FirstOf(CustomaryFiles)
            : package.Folder.FirstOf(CustomaryFiles);
    }

    /// <summary>The file that a "node file" command starts.</summary>
    private static string? FileIn(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words[0] == "node" && Array.Find(words[1..], word => word[0] != '-') is { } file
            ? file.StartsWith("./", StringComparison.Ordinal) ? file[2..] : file
            : null;
    }

    private static string? Entry(SourceFolder folder) =>
        Array.Find(CustomaryFiles, file => folder.Has(file) && folder.Text(file) is { } source && Serves.IsMatch(source));
}
