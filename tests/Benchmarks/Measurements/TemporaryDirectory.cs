namespace Pipelines.Benchmarks.Measurements;

/// <summary>A directory that goes when it is disposed of. Its name is short: a socket's path below it must fit 107 bytes.</summary>
internal sealed class TemporaryDirectory(string parent) : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(parent, $"pb-{Guid.NewGuid():N}"[..11])).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
