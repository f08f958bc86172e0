using System.CommandLine;
using Pipelines.Cli.Api;
using Pipelines.Cli.Platform;
using Pipelines.Cli.Progress;

namespace Pipelines.Cli.Commands;

/// <summary><c>pipelines up</c>: runs the platform on this machine until Ctrl-C; on an empty one it deploys a sample first.</summary>
internal static class UpCommand
{
    private static readonly Option<int> s_ingress = new("--ingress-port") { Description = "The port of 127.0.0.1 where apps answer", DefaultValueFactory = _ => 8080 };
    private static readonly Option<string> s_runtime = new("--runtime") { Description = "What runs instances: auto, runsc, runc, crun or process", DefaultValueFactory = _ => "auto" };
    private static readonly Option<string> s_kubeconfig = new("--kubeconfig") { Description = "Run apps on the Kubernetes cluster of this kubeconfig file instead of this machine" };
    private static readonly Option<string> s_context = new("--context") { Description = "The context of the kubeconfig; its current one otherwise" };
    private static readonly Option<string> s_registry = new("--registry") { Description = "The registry (host:port) that the platform pushes to and the cluster pulls from" };
    private static readonly Option<bool> s_noSample = new("--no-sample") { Description = "Do not deploy the sample application" };

    public static Command Create()
    {
        s_runtime.AcceptOnlyFromAmong("auto", "runsc", "runc", "crun", "process");
        return new Command("up", "Run the platform on this machine; on an empty one, deploy a sample application") { s_ingress, s_runtime, s_kubeconfig, s_context, s_registry, s_noSample, PlatformOptions.Api, PlatformOptions.Data }.Runs(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var settings = new PlatformSettings(
            Path.GetFullPath(arguments.GetValue(PlatformOptions.Data)!),
            arguments.GetValue(PlatformOptions.Api)!,
            arguments.GetValue(s_ingress),
            arguments.GetValue(s_runtime)!,
            KubernetesSettings.From(arguments.GetValue(s_kubeconfig), arguments.GetValue(s_context), arguments.GetValue(s_registry)));
        await using var platform = new LocalPlatform(Installation.Find(), settings);
        Console.WriteLine($"starting the platform; its data is in {settings.DataDirectory}");
        if (settings.Kubernetes is { } cluster)
        {
            Console.WriteLine($"apps run on the Kubernetes cluster of {cluster.Kubeconfig}");
        }

        await platform.StartAsync(cancellation);
        using var api = PlatformOptions.Open(arguments);
        if (!arguments.GetValue(s_noSample) && (await api.ListAppsAsync(cancellation)).Apps.Count == 0)
        {
            await DeploySampleAsync(api, settings, cancellation);
        }

        await WelcomeAsync(api, settings, cancellation);
        try
        {
            await platform.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Console.WriteLine();
            Console.WriteLine("stopping: apps are drained; the same command starts them again where they were");
        }

        return 0;
    }

    private static async Task DeploySampleAsync(ApiClient api, PlatformSettings settings, CancellationToken cancellation)
    {
        var sample = SampleRepository.Choose(Installation.Find(), settings.DataDirectory);
        await sample.CreateAsync(cancellation);
        Console.WriteLine($"no app yet: deploying the sample {sample.Name} from the git repository {sample.Path}");
        _ = await new Deployer(api, new DeploymentFollower(api, Displays.Choose())).DeployAsync(sample.Spec(), cancellation);
    }

    private static async Task WelcomeAsync(ApiClient api, PlatformSettings settings, CancellationToken cancellation)
    {
        Console.WriteLine();
        foreach (var app in (await api.ListAppsAsync(cancellation)).Apps)
        {
            Console.WriteLine($"  {app.Name,-20} {app.LiveUrl ?? "not deployed"}");
        }

        Console.WriteLine();
        Console.WriteLine($"  API                  {settings.Api} (token in {Path.Combine(settings.DataDirectory, "token")})");
        Console.WriteLine("  deploy your own      ./infra/pipelines deploy <git repository or spec file>");
        Console.WriteLine("  see more             ./infra/pipelines --help");
        Console.WriteLine();
        Console.WriteLine("serving; Ctrl-C stops");
    }
}
