using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Activities.Source;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Teams;

namespace Pipelines.Functions.Tests.Api.Credentials;

public sealed class SourceCredentialsFunctionsTests
{
    private const string Password = "glpat-very-secret-0123";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_is_used_and_never_shown()
    {
        await using var api = await new TestApi().StartAsync();
        var kept = await api.PostAsync("platform/source-credentials", new { url = "https://git.example/team/", user_name = "ada", password = Password }, HttpStatusCode.Created);
        kept.ToString().ShouldNotContain(Password);
        var listed = (await api.GetAsync("platform/source-credentials")).GetProperty("source_credentials").EnumerateArray().ShouldHaveSingleItem();
        listed.ToString().ShouldNotContain("password");
        listed.ToString().ShouldNotContain("EV[");
        listed.GetProperty("user_name").GetString().ShouldBe("ada");

        var store = api.Services.GetRequiredService<SourceCredentialStore>();
        var found = await store.FindAsync(TeamStore.PlatformTeamId, "https://git.example/team/shop.git", Cancellation);
        (found!.UserName, found.Password).ShouldBe(("ada", Password));
        (await store.FindAsync(TeamStore.PlatformTeamId, "https://git.example.evil/team/shop.git", Cancellation)).ShouldBeNull();
        (await store.FindAsync(Guid.NewGuid().ToString(), "https://git.example/team/shop.git", Cancellation)).ShouldBeNull("it is its team's alone");
        foreach (var file in Directory.EnumerateFiles(api.DataDirectory, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, Cancellation);
            content.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Password)).ShouldBe(-1, file);
        }

        api.Logs.All.ShouldNotContain(Password);

        // The same address again takes its place.
        _ = await api.PostAsync("platform/source-credentials", new { url = "https://git.example/team/", password = "another" }, HttpStatusCode.Created);
        (await store.FindAsync(TeamStore.PlatformTeamId, "https://git.example/team/shop.git", Cancellation))!.Password.ShouldBe("another");
        _ = await api.SendAsync(HttpMethod.Delete, $"platform/source-credentials/{listed.GetProperty("id").GetString()}", null, HttpStatusCode.NoContent);
        (await store.ListAsync(TeamStore.PlatformTeamId, Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ftp://git.example/", "ada", "x", "\"url\"")]
    [InlineData("https://ada:x@git.example/", "ada", "x", "\"url\"")]
    [InlineData("https://git.example/?a=b", "ada", "x", "\"url\"")]
    [InlineData("git.example/team", "ada", "x", "\"url\"")]
    [InlineData("https://git.example/", "a:da", "x", "\"user_name\"")]
    [InlineData("https://git.example/", "ada", "", "\"password\"")]
    [InlineData("https://git.example/", "ada", "a\nb", "\"password\"")]
    public void What_is_no_credential_is_refused(string url, string user, string password, string field) =>
        SourceCredentialStore.FindProblem(url, user, password)!.ShouldContain(field);
}
