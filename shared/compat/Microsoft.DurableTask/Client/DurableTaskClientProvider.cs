using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>Gives the registered clients by name.</summary>
internal sealed class DurableTaskClientProvider(IEnumerable<DurableTaskClientProvider.Registration> clients) : IDurableTaskClientProvider
{
    public DurableTaskClient GetClient(string? name = null)
    {
        name ??= Options.DefaultName;
        return clients.FirstOrDefault(registration => string.Equals(registration.Client.Name, name, StringComparison.Ordinal))?.Client
            ?? throw new ArgumentOutOfRangeException(
                nameof(name), name, $"There is no such client; there are: [{string.Join(", ", clients.Select(registration => $"\"{registration.Client.Name}\""))}].");
    }

    /// <summary>A client that is disposed with the services, without being a service itself.</summary>
    internal sealed class Registration(DurableTaskClient client) : IAsyncDisposable
    {
        public DurableTaskClient Client => client;

        public ValueTask DisposeAsync() => client.DisposeAsync();
    }
}
