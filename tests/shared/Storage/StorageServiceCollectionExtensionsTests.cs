using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Storage.Blobs;
using Pipelines.Storage.Logs;
using Pipelines.Storage.Secrets;
using Pipelines.Storage.State;
using Pipelines.Storage.Tokens;

namespace Pipelines.Storage.Tests;

public sealed class StorageServiceCollectionExtensionsTests(Azurite azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_default_all_is_kept_in_the_data_directory()
    {
        using var directory = new TemporaryDirectory();
        await using (var provider = Build(("Pipelines:DataDirectory", directory["data"])))
        {
            await UseAsync(provider);
        }

        Directory.EnumerateFileSystemEntries(directory["data"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["blobs", "logs", "secret.keys", "state.db", "token"]);
    }

    [Fact]
    public async Task Azure_is_used_when_configured()
    {
        using var directory = new TemporaryDirectory();
        var unique = Guid.NewGuid().ToString("N");
        await using var provider = Build(
            ("Pipelines:DataDirectory", directory["data"]),
            ("Pipelines:Storage:Kind", "Azure"),
            ("Pipelines:Storage:ConnectionString", await azurite.ConnectionStringAsync()),
            ("Pipelines:Storage:StateContainer", $"s-{unique}"),
            ("Pipelines:Storage:BlobContainer", $"b-{unique}"),
            ("Pipelines:Storage:LogContainer", $"l-{unique}"));
        await UseAsync(provider);
        provider.GetRequiredService<IStateStore>().ShouldBeOfType<BlobStateStore>();
        var service = await azurite.ConnectAsync();
        foreach (var container in new[] { "s", "b", "l" })
        {
            (await service.GetBlobContainerClient($"{container}-{unique}").ExistsAsync(Cancellation)).Value.ShouldBeTrue();
        }
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Should.Throw<InvalidOperationException>(() => Build(("Pipelines:Storage:Kind", "Azure"))).Message.ShouldContain("Pipelines:Storage:ConnectionString");
        Should.Throw<InvalidOperationException>(() => Build(("Pipelines:Storage:MaximumLogBytes", "10"))).Message.ShouldContain("65536");
        Should.Throw<InvalidOperationException>(() => Build(("Pipelines:Storage:Kind", "Floppy"))).Message.ShouldContain("Floppy");
    }

    private static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build();
        return new ServiceCollection().AddPipelinesStorage(configuration).BuildServiceProvider(validateScopes: true);
    }

    private static async Task UseAsync(ServiceProvider provider)
    {
        (await provider.GetRequiredService<IStateStore>().PutAsync("apps", "a", "1", cancellation: Cancellation)).ShouldNotBeNull();
        await provider.GetRequiredService<IBlobStore>().WriteAsync("a", new MemoryStream([1]), Cancellation);
        await provider.GetRequiredService<ILogStore>().CompleteAsync("a", Cancellation);
        provider.GetRequiredService<SecretProtector>().Protect("secret", "app").ShouldStartWith("EV[1:");
        (await provider.GetRequiredService<FirstTokenFile>().EnsureAsync("team", Cancellation)).ShouldNotBeNull();
    }
}
