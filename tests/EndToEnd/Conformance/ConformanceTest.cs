using System.Reflection;
using Pipelines.EndToEnd.Conformance.Clients;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Conformance;

/// <summary>A test with the clients of the Apps API, which checks at its end that it has requested what it says.</summary>
/// <param name="shared">The app.</param>
[Collection(nameof(ConformanceSuite))]
public abstract class ConformanceTest(ConformanceApp shared) : IAsyncDisposable
{
    /// <summary>How many times sooner the clients look again: each half second instead of each ten, and not longer than a minute and a half.</summary>
    internal const int Hurry = 20;

    private readonly List<GodoClient> _clients = [];

    internal static HurriedTime Time { get; } = new(Hurry);

    internal RequestRecord Record { get; } = new();

    private protected ConformanceApp Shared => shared;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _clients.ForEach(client => client.Dispose());
        if (_clients.Count > 0 && TestContext.Current.TestState?.Result != TestResult.Failed)
        {
            var said = TestContext.Current.TestMethod.ShouldBeAssignableTo<Xunit.v3.IXunitTestMethod>()!.Method.GetCustomAttribute<RequestsAttribute>().ShouldNotBeNull();
            said.Rows.Except(Record.Rows).ShouldBeEmpty("the test says that it requests what it does not");
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>A client with the administrator's token, or another.</summary>
    /// <param name="token">The token; null for the administrator's.</param>
    /// <param name="network">What stands between it and the platform; null for nothing.</param>
    private protected async Task<GodoClient> ClientAsync(string? token = null, DelegatingHandler? network = null)
    {
        var platform = await shared.PlatformAsync();
        var client = new GodoClient(platform.Api.Address, token ?? platform.Token, Time, Record, network);
        _clients.Add(client);
        return client;
    }

    private protected async Task<Doctl> DoctlAsync(string? token = null, DelegatingHandler? network = null) => new(await ClientAsync(token, network), Time);

    private protected Task<TestApp> AppAsync() => shared.GetAsync();

    private protected Task<PlatformProcess> PlatformAsync() => shared.PlatformAsync();
}
