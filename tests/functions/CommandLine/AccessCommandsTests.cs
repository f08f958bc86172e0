using System.Diagnostics;
using System.Net;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.CommandLine;

/// <summary>The real command line against the real API: teams, tokens and the audit trail.</summary>
public sealed class AccessCommandsTests
{
    [Fact]
    public async Task A_team_and_its_tokens_are_seen_to_from_the_command_line()
    {
        await using var api = await new TestApi().StartAsync();
        (await RunAsync(api, api.Token, "teams", "create", "blue")).Output.ShouldContain("team blue is there");
        (await RunAsync(api, api.Token, "teams", "list")).Output.ShouldContain("default");
        var secret = (await RunAsync(api, api.Token, "tokens", "create", "blue's", "--scope", "admin", "--expires", "30d", "--team", "blue")).Output.Trim();
        secret.ShouldMatch("^plt_v1_[0-9a-f]{64}$");
        var listed = (await RunAsync(api, secret, "tokens", "list")).Output;
        listed.ShouldContain(secret[..12]);
        listed.ShouldContain("admin");
        listed.ShouldContain("blue's, until ");
        listed.ShouldNotContain(secret);
        (await RunAsync(api, secret, "audit")).Output.ShouldBeEmpty();
        (await RunAsync(api, api.Token, "audit", "--last", "1")).Output.ShouldContain("CreateToken  POST /platform/tokens");
        (await RunAsync(api, api.Token, "tokens", "revoke", secret[..12])).Output.ShouldContain("is revoked");
        var (code, _, error) = await RunAsync(api, secret, "tokens", "list");
        code.ShouldBe(1);
        error.ShouldContain("Unable to authenticate you");
        (await RunAsync(api, api.Token, "tokens", "revoke", "plt_v1_zzzzz")).Error.ShouldContain("there is no token");
        _ = await api.GetAsync("v2/apps", HttpStatusCode.OK);

        var kept = (await api.PostAsync("platform/source-credentials", new { url = "https://git.example/blue/", user_name = "ada", password = "hunter2", team = "blue" }, HttpStatusCode.Created)).GetProperty("source_credential");
        listed = (await RunAsync(api, api.Token, "credentials", "list", "--team", "blue")).Output;
        listed.ShouldContain("https://git.example/blue/");
        listed.ShouldNotContain("hunter2");
        (await RunAsync(api, api.Token, "credentials", "delete", kept.GetProperty("id").GetString()!, "--team", "blue")).Output.ShouldContain("forgotten");
        (await RunAsync(api, api.Token, "teams", "delete", "blue")).Output.ShouldContain("team blue is gone");
        (await RunAsync(api, api.Token, "teams", "delete", "default")).Error.ShouldContain("operates the platform");
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(TestApi api, string token, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [FindProgram(), .. arguments, "--api", api.Client.BaseAddress!.ToString()]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PIPELINES_TOKEN"] = token;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    // Built with these tests, in the same configuration.
    private static string FindProgram()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (root.Name, root.Parent!.Name);
        while (!File.Exists(Path.Combine(root.FullName, "Pipelines.sln")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException($"there is no Pipelines.sln above {AppContext.BaseDirectory}");
        }

        return Path.Combine(root.FullName, "infra", "cli", "bin", configuration, framework, "pipelines.dll");
    }
}
