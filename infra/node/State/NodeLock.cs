namespace Pipelines.Node.State;

/// <summary>Keeps a second node off a data directory for as long as this process lives.</summary>
internal sealed class NodeLock : IDisposable
{
    private readonly FileStream file;

    private NodeLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="IOException">Another node has it.</exception>
    public static NodeLock Take(NodePaths paths)
    {
        // FileShare.None is an advisory flock(2): the kernel lets go of it when the process dies, however it dies.
        return new NodeLock(new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
    }

    public void Dispose() => file.Dispose();
}
