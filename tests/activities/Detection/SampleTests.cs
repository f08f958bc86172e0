using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Pipelines.Activities.Detection;
using Pipelines.AppSpecs;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.Activities.Tests.Detection;

/// <summary>The sample applications are detected as what they are, and start by what was detected.</summary>
public sealed class SampleTests
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string, string?, string?, string?, string?> Samples => new()
    {
        { "node-hello", "node-js", null, "npm run build", "node server.js", null },
        { "python-hello", "python", null, null, "python3 server.py", null },
        { "go-hello", "go", null, "go build -trimpath -buildvcs=false -o bin/go-hello .", "./bin/go-hello", null },
        { "dotnet-hello", "dotnet", "dotnet restore dotnet-hello.csproj", "dotnet publish dotnet-hello.csproj -c Release --no-restore -o out", "ASPNETCORE_URLS=http://0.0.0.0:$PORT dotnet out/DotnetHello.dll", null },
        { "static-hello", "html", null, null, null, "." },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Samples_are_detected(string sample, string environment, string? install, string? build, string? run, string? output)
    {
        var component = Detect(sample);
        (component.EnvironmentSlug, component.InstallCommand, component.BuildCommand, component.RunCommand, component.OutputDir).ShouldBe((environment, install, build, run, output));
        component.Kind.ShouldBe(output is null ? ComponentKind.Service : ComponentKind.StaticSite);
        component.HttpPort.ShouldBe(output is null ? 8080 : null);
        component.Problem.ShouldBeNull();
        component.SourceDir.ShouldBeEmpty();
        component.Evidence.ShouldAllBe(evidence => File.Exists(Path.Combine(Folder(sample), evidence.File)));
    }

    [Theory]
    [InlineData("node-hello", "node")]
    [InlineData("python-hello", "python3")]
    public async Task Samples_start_answer_and_stop(string sample, string program)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            Assert.Skip($"{program} is not installed.");
        }

        var cancellation = TestContext.Current.CancellationToken;
        var port = FreePorts.Find();
        using var process = Start(sample, port);
        try
        {
            (await process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(StartLimit, cancellation))
                .ShouldBe($"{sample} listens on port {port}, revision abc1234");
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = StartLimit };
            (await client.GetStringAsync("/healthz", cancellation)).ShouldBe("ok\n");
            (await client.GetStringAsync("/api", cancellation)).ShouldContain("abc1234");
            var page = await client.GetStringAsync("/", cancellation);
            page.ShouldContain(Dns.GetHostName());
            page.ShouldContain("<dd>abc1234</dd>");
            page.ShouldNotContain("{{");
            (await client.GetAsync("/nowhere", cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

            Signal(process.Id, 15).ShouldBe(0);
            await process.WaitForExitAsync(cancellation).WaitAsync(StartLimit, cancellation);
            process.ExitCode.ShouldBe(0);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(string sample, int port)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", "exec " + Detect(sample).RunCommand },
            WorkingDirectory = Folder(sample),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["PORT"] = port.ToString(), ["HOST"] = "127.0.0.1", ["COMMIT_HASH"] = "abc1234", ["PYTHONDONTWRITEBYTECODE"] = "1" },
        };
        return Process.Start(start)!;
    }

    private static DetectedComponent Detect(string sample) =>
        new SourceDetector()
            .Detect(new DirectorySourceTree(Folder(sample)), new DetectionHints(), TestContext.Current.CancellationToken)
            .Components.ShouldHaveSingleItem();

    private static string Folder(string sample)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pipelines.sln")))
        {
            folder = folder.Parent.ShouldNotBeNull();
        }

        return Path.Combine(folder.FullName, "infra", "samples", sample);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
