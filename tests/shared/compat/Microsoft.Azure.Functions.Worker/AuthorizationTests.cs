using System.Net;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests;

public sealed class AuthorizationTests : IAsyncLifetime
{
    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("anonymous", null, true)]
    [InlineData("anonymous", "wrong", true)]
    [InlineData("function", null, false)]
    [InlineData("function", "wrong", false)]
    [InlineData("function", "default", true)]
    [InlineData("function", "master", true)]
    [InlineData("function", "durabletask", false)]
    [InlineData("system", null, false)]
    [InlineData("system", "default", false)]
    [InlineData("system", "durabletask", true)]
    [InlineData("system", "master", true)]
    [InlineData("admin", null, false)]
    [InlineData("admin", "default", false)]
    [InlineData("admin", "durabletask", false)]
    [InlineData("admin", "master", true)]
    public async Task A_level_opens_to_its_keys_alone(string level, string? keyName, bool opens)
    {
        var key = keyName is null or "wrong" ? keyName : host.Key(keyName);
        using var byHeader = new HttpRequestMessage(HttpMethod.Get, $"api/keys/{level}");
        if (key is not null)
        {
            byHeader.Headers.Add("x-functions-key", key);
        }

        var expected = opens ? HttpStatusCode.OK : HttpStatusCode.Unauthorized;
        (await host.Client.SendAsync(byHeader)).StatusCode.ShouldBe(expected);
        (await host.Client.GetAsync($"api/keys/{level}?code={key}")).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Two_keys_at_once_are_none() =>
        (await host.Client.GetAsync($"api/keys/admin?code={host.Key("master")}&code={host.Key("master")}"))
            .StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public void Keys_are_readable_by_their_owner_only_and_the_lasting_file_holds_hashes()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        var files = Directory.GetFiles(host.Keys);

        files.Select(Path.GetFileName).ShouldBe(["default.key", "durabletask.key", "hashes.json", "master.key"], ignoreOrder: true);
        foreach (var file in files)
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.ReadAllText(Path.Combine(host.Keys, "hashes.json")).ShouldNotContain(host.Key("master"));
        host.Logs.All.ShouldNotContain(host.Key("master"));
    }

    [Fact]
    public async Task Keys_outlive_the_host_even_when_their_plain_files_are_deleted()
    {
        var (master, system) = (host.Key("master"), host.Key("durabletask"));
        File.Delete(Path.Combine(host.Keys, "master.key"));

        await using var again = await TestHost.StartAsync(root: host.Root);

        (await again.Client.GetAsync($"api/keys/admin?code={master}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Client.GetAsync($"api/keys/system?code={system}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Damaged_keys_are_reported_and_not_replaced()
    {
        await File.WriteAllTextAsync(Path.Combine(host.Keys, "hashes.json"), "{ nonsense");

        Should.Throw<InvalidOperationException>(() => TestHost.Build(root: host.Root)).Message.ShouldContain("hashes.json");
    }
}
