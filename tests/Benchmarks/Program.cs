using System.CommandLine;
using Pipelines.Benchmarks;
using Pipelines.Benchmarks.Apps;
using Pipelines.Benchmarks.Deployments;
using Pipelines.Benchmarks.Kubernetes;
using Pipelines.Benchmarks.Logs;
using Pipelines.Benchmarks.Manifests;
using Pipelines.Benchmarks.Memory;
using Pipelines.Benchmarks.Metrics;
using Pipelines.Benchmarks.Webhooks;
using Pipelines.Benchmarks.Workflows;

IBenchmark[] benchmarks =
[
    new StepsBenchmark(),
    new ResumptionBenchmark(),
    new MemoryBenchmark(),
    new ManyAppsBenchmark(),
    new MetricsBenchmark(),
    new WebhookStormBenchmark(),
    new ManifestBenchmark(),
    new DeploymentBenchmark("node-hello"),
    new DeploymentBenchmark("python-hello"),
    new RolloutBenchmark(),
    new WatchBenchmark(),
    new SoakBenchmark(),
];

var only = new Option<string[]>("--only") { Description = "Run only these: " + string.Join(", ", benchmarks.Select(benchmark => benchmark.Name)), AllowMultipleArgumentsPerToken = true };
only.AcceptOnlyFromAmong([.. benchmarks.Select(benchmark => benchmark.Name)]);
var runs = new Option<int>("--runs") { Description = "How often each is run", DefaultValueFactory = _ => 5 };
runs.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 1000)
    {
        result.AddError("--runs is a number from 1 to 1000");
    }
});
var runtime = new Option<string>("--runtime") { Description = "What runs instances: auto, runsc, runc, crun or process", DefaultValueFactory = _ => "auto" };
runtime.AcceptOnlyFromAmong("auto", "runsc", "runc", "crun", "process");
var directory = new Option<DirectoryInfo>("--directory") { Description = "Where data is written meanwhile: the disk that is measured", DefaultValueFactory = _ => new DirectoryInfo(Path.GetTempPath()) };
var root = new RootCommand("Measures the platform: from push to the first answer, its workflows, its memory. Nothing is asserted; figures depend on the machine and its load.") { only, runs, runtime, directory };
root.SetAction(async (arguments, cancellation) =>
{
    var settings = new BenchmarkSettings(arguments.GetValue(runs), arguments.GetValue(runtime)!, arguments.GetValue(directory)!.FullName);
    var chosen = arguments.GetValue(only) is { Length: > 0 } names ? benchmarks.Where(benchmark => names.Contains(benchmark.Name)) : benchmarks;
    Console.WriteLine(MachineDescription.Read());
    foreach (var benchmark in chosen)
    {
        Console.WriteLine();
        Console.WriteLine($"{benchmark.Name}: {benchmark.Description} (load {MachineDescription.Load()})");
        await benchmark.RunAsync(settings, Console.Out, cancellation);
    }
});
return await root.Parse(args).InvokeAsync();
