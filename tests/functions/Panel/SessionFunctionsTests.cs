using Microsoft.Extensions.DependencyInjection;
using Pipelines.Functions.Start;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Tests.Panel;

public sealed class SessionFunctionsTests
{
    [Fact]
    public async Task A_token_is_told_who_it_is()
    {
        await using var api = await new TestApi().StartAsync();
        var session = (await api.GetAsync("platform/session")).GetProperty("session");
        session.GetProperty("scope").GetString().ShouldBe("ADMIN");
        session.GetProperty("team_id").GetString().ShouldBe(PlatformTeam.Id);

        var reader = await api.Services.GetRequiredService<TokenStore>().CreateAsync("reader", TokenScopes.Read, PlatformTeam.Id, null, TestContext.Current.CancellationToken);
        api.Client.DefaultRequestHeaders.Authorization = new("Bearer", reader.Secret);
        session = (await api.GetAsync("platform/session")).GetProperty("session");
        session.GetProperty("scope").GetString().ShouldBe("READ");
        session.GetProperty("token_name").GetString().ShouldBe("reader");
    }
}
