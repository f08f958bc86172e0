using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Activities.Source;
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

        (await RunAsync(api, api.Token, "teams", "delete", "blue")).Output.ShouldContain("team blue is gone");
        (await RunAsync(api, api.Token, "teams", "delete", "default")).Error.ShouldContain("operates the platform");
    }

    [Fact]
    public async Task A_credential_is_kept_from_standard_input_and_forgotten()
    {
        await using var api = await new TestApi().StartAsync();
        _ = await RunAsync(api, api.Token, "teams", "create", "blue");
        string[] set = ["credentials", "set", "https://git.example/blue/", "--user", "ada", "--team", "blue"];
        var (code, output, error) = await TypeAsync(api, api.Token, "hunter2\nno more of it\n", set);
        (code, error).ShouldBe((0, ""));
        output.ShouldStartWith("kept for https://git.example/blue/, with the id ");
        var id = output.Trim().Split(' ')[^1];
        var store = api.Services.GetRequiredService<SourceCredentialStore>();
        var team = (await api.GetAsync("platform/teams")).GetProperty("teams").EnumerateArray().Single(each => each.GetProperty("name").GetString() == "blue").GetProperty("id").GetString()!;
        var kept = await store.FindAsync(team, "https://git.example/blue/shop.git", TestContext.Current.CancellationToken);
        (kept!.UserName, kept.Password).ShouldBe(("ada", "hunter2"));

        var listed = (await RunAsync(api, api.Token, "credentials", "list", "--team", "blue")).Output;
        listed.ShouldContain(id);
        listed.ShouldContain("https://git.example/blue/");
        (output + listed + api.Logs.All).ShouldNotContain("hunter2");

        (code, _, error) = await TypeAsync(api, api.Token, "", set);
        (code, error.Trim()).ShouldBe((1, "error: no password came from standard input"));
        (code, _, error) = await TypeAsync(api, api.Token, "x\n", "credentials", "set", "ftp://git.example/");
        code.ShouldBe(1);
        error.ShouldContain("\"url\"");
        (await RunAsync(api, api.Token, "credentials", "delete", id, "--team", "blue")).Output.ShouldContain("forgotten");
        (await RunAsync(api, api.Token, "credentials", "list", "--team", "blue")).Output.ShouldBeEmpty();
    }

    private static Task<(int Code, string Output, string Error)> RunAsync(TestApi api, string token, params string[] arguments) => TypeAsync(api, token, "", arguments);

    private static async Task<(int Code, string Output, string Error)> TypeAsync(TestApi api, string token, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [FindProgram(), .. arguments, "--api", api.Client.BaseAddress!.ToString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PIPELINES_TOKEN"] = token;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
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
