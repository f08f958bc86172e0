using System.Diagnostics;

namespace Pipelines.Cli;

/// <summary>The real program, as a person calls it.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task HelpNamesEveryCommand()
    {
        var (code, output, _) = await RunAsync("--help");
        code.ShouldBe(0);
        foreach (var command in (string[])["up", "deploy", "apps", "logs", "delete", "teams", "tokens", "audit"])
        {
            output.ShouldContain(command);
        }
    }

    [Fact]
    public async Task WithoutAPlatformTheErrorSaysWhatToDo()
    {
        var (code, _, error) = await RunAsync("apps", "--data", "/nonexistent");
        code.ShouldBe(1);
        error.ShouldContain("./infra/pipelines up");
        error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "no answer from http://127.0.0.1:1")]
    [InlineData("localhost", "is no address")]
    public async Task TheAddressOfThePlatformCanBeGiven(string address, string expected)
    {
        var (code, _, error) = await RunAsync("apps", "--data", CreateTokenDirectory(), "--api", address);
        code.ShouldBe(1);
        error.ShouldContain(expected);
    }

    [Fact]
    public async Task AnUnknownCommandIsRefused()
    {
        var (code, _, error) = await RunAsync("depoy");
        code.ShouldNotBe(0);
        error.ShouldContain("depoy");
    }

    [Theory]
    [InlineData("0d")]
    [InlineData("soon")]
    [InlineData("9999999d")]
    public async Task ALifetimeIsANumberAndAUnit(string lifetime)
    {
        var (code, _, error) = await RunAsync("tokens", "create", "ci", "--expires", lifetime, "--data", CreateTokenDirectory());
        code.ShouldNotBe(0);
        error.ShouldContain("30d");
    }

    [Fact]
    public async Task AClusterNeedsItsKubeconfigAndARegistry()
    {
        var kubeconfig = Path.Combine(CreateTokenDirectory(), "kubeconfig");
        (await ErrorAsync("--kubeconfig", kubeconfig)).ShouldContain("there is no kubeconfig " + kubeconfig);
        await File.WriteAllTextAsync(kubeconfig, "kind: Config", TestContext.Current.CancellationToken);
        (await ErrorAsync("--kubeconfig", kubeconfig)).ShouldContain("--registry host:port");
        (await ErrorAsync("--registry", "127.0.0.1:1")).ShouldContain("--kubeconfig");

        static async Task<string> ErrorAsync(params string[] arguments)
        {
            var (code, _, error) = await RunAsync(["up", .. arguments, "--data", "/nonexistent"]);
            code.ShouldBe(1);
            return error;
        }
    }

    private static string CreateTokenDirectory()
    {
        var directory = Directory.CreateTempSubdirectory("cli-").FullName;
        File.WriteAllText(Path.Combine(directory, "token"), "plt_v1_test");
        return directory;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "pipelines.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("PIPELINES_TOKEN");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
