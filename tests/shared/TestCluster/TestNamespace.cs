namespace Pipelines.TestClusters;

/// <summary>A namespace that one test has to itself, deleted when disposed of (without waiting for its end).</summary>
public sealed class TestNamespace : IAsyncDisposable
{
    private readonly Kubectl _kubectl;

    internal TestNamespace(Kubectl kubectl, string name)
    {
        _kubectl = kubectl;
        Name = name;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Makes the namespace, for tests of what happens within one.</summary>
    /// <exception cref="InvalidOperationException">It exists, or the cluster refuses it.</exception>
    public async Task<TestNamespace> CreateAsync(CancellationToken cancellation = default)
    {
        await _kubectl.RunAsync(["create", "namespace", Name], null, cancellation);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() =>
        await _kubectl.RunAsync(["delete", "namespace", Name, "--ignore-not-found", "--wait=false"], null, CancellationToken.None);
}
