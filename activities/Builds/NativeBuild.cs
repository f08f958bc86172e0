using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds.Runtimes;
using Pipelines.Activities.Detection;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Builds;

/// <summary>Builds with the machine's own toolchains: install, build, then an image or a site of what is there.</summary>
internal sealed class NativeBuild(
    BuildCommands commands, BuildEnvironment environments, RuntimeLayers runtimes, AppImage images, SiteWriter sites, IOptions<BuildOptions> options)
{
    private const int KeptDependencies = 2;

    /// <summary>Builds a component whose source is in the workspace.</summary>
    public async Task<BuildResult> BuildAsync(BuildContext context, DetectedComponent detected, CancellationToken cancellation)
    {
        var component = context.Request.Component;
        var plan = BuildPlan.Of(component, detected);
        var isSite = component.Kind == ComponentKind.StaticSite;
        var runtime = isSite ? null : runtimes.ForAsync(detected.EnvironmentSlug, detected.LanguageVersion, cancellation);
        var python = detected.EnvironmentSlug == "python" ? runtimes.Python(detected.LanguageVersion) : null;
        var environment = environments.For(context.Request, detected, python);
        var dependencies = await InstallAsync(context, detected, plan, python, environment, cancellation);
        if (plan.Build is not null)
        {
            await commands.RunAsync(context, plan.Build, environment, cancellation);
        }

        if (isSite)
        {
            var digest = await sites.WriteAsync(SiteOutput.Find(context.Workspace.Source, (StaticSiteSpec)component, detected.OutputDir), cancellation);
            return new() { SiteDigest = digest, Builder = $"native {detected.EnvironmentSlug}" };
        }

        var below = await runtime!;
        var image = await images.WriteAsync(context, detected, plan, below, dependencies, cancellation);
        return new() { Image = image, RunCommand = plan.Run, HttpPort = detected.HttpPort, Builder = $"native {below.Name}" };
    }

    /// <summary>Installs the dependencies, or takes those of an earlier build that wanted the same.</summary>
    /// <returns>The dependencies where they are a layer of their own; null where they are part of the source.</returns>
    private async Task<Dependencies?> InstallAsync(
        BuildContext context, DetectedComponent detected, BuildPlan plan, string? python, Dictionary<string, string> environment, CancellationToken cancellation)
    {
        if (plan.Install is null)
        {
            return null;
        }

        if (detected.EnvironmentSlug == "node-js" && plan.Build is null)
        {
            environment.TryAdd("NODE_ENV", "production");
        }

        if (DependencyKey.DirectoryOf(detected) is not { } name || Path.Exists(Path.Combine(context.Workspace.Source, name)))
        {
            await commands.RunAsync(context, plan.Install, environment, cancellation);
            return null;
        }

        var kept = Path.Combine(ComponentDirectory(context), "dependencies");
        var facts = environment.Where(variable => variable.Key != "PORT").OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => $"{variable.Key}={variable.Value}");
        var key = DependencyKey.Of(context.Workspace.Source, [detected.EnvironmentSlug, plan.Install, python ?? string.Empty, plan.Build is null ? "run" : "build", .. facts]);
        var dependencies = new Dependencies(Path.Combine(kept, key), name);
        if (dependencies.Exist && !context.Request.IgnoreCache)
        {
            context.Log.Write("Dependencies have not changed: taken from the cache");
            Directory.SetLastWriteTimeUtc(dependencies.Directory, DateTime.UtcNow);
            await CopyIfNeededAsync(context, plan, dependencies, cancellation);
            return plan.Build is null ? dependencies : null;
        }

        await InstallAsync(context, plan, python, environment, cancellation);
        if (!Directory.Exists(Path.Combine(context.Workspace.Source, name)))
        {
            return null;
        }

        Trim(kept);
        await dependencies.TakeFromAsync(context.Workspace.Source, keepThere: plan.Build is not null, cancellation);
        return plan.Build is null ? dependencies : null;
    }

    private async Task InstallAsync(BuildContext context, BuildPlan plan, string? python, Dictionary<string, string> environment, CancellationToken cancellation)
    {
        var install = python is null ? plan.Install! : $"{python} -m venv --without-pip \"$VIRTUAL_ENV\" && {plan.Install}";
        await commands.RunAsync(context, install, environment, cancellation);
        if (python is not null)
        {
            CompiledPython.Normalise(Path.Combine(context.Workspace.Source, ".venv"));
        }
    }

    private static async Task CopyIfNeededAsync(BuildContext context, BuildPlan plan, Dependencies dependencies, CancellationToken cancellation)
    {
        if (plan.Build is not null)
        {
            await dependencies.CopyToAsync(context.Workspace.Source, cancellation);
        }
    }

    private string ComponentDirectory(BuildContext context) =>
        Path.Combine(options.Value.DataDirectory, "cache", context.Request.AppId, context.Request.Component.Name);

    private static void Trim(string kept)
    {
        if (Directory.Exists(kept))
        {
            foreach (var old in new DirectoryInfo(kept).EnumerateDirectories().OrderByDescending(directory => directory.LastWriteTimeUtc).Skip(KeptDependencies - 1).ToList())
            {
                old.Delete(recursive: true);
            }
        }
    }
}
