using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pipelines.Node.Interop;

namespace Pipelines.Node.Networks;

/// <summary>
/// One thread that enters network namespaces for the moment of creating a socket. A socket stays in the namespace it was
/// created in, so everything after that is ordinary asynchronous code anywhere.
/// </summary>
internal sealed class NamespaceThread : IDisposable
{
    private readonly BlockingCollection<Action> work = new(boundedCapacity: 1024);
    private readonly Thread thread;

    public NamespaceThread()
    {
        thread = new Thread(Work) { IsBackground = true, Name = "network namespaces" };
        thread.Start();
    }

    /// <summary>Runs a short synchronous function inside a namespace.</summary>
    /// <exception cref="IOException">The namespace is gone or cannot be entered.</exception>
    public Task<T> RunAsync<T>(string namespacePath, Func<T> function)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() => RunInside(namespacePath, function, result));
        return result.Task;
    }

    /// <summary>Creates a TCP socket in a namespace, or in the node's own where that is null.</summary>
    public async ValueTask<Socket> CreateSocketAsync(string? namespacePath)
    {
        static Socket Create() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        return namespacePath is null ? Create() : await RunAsync(namespacePath, Create);
    }

    public void Dispose()
    {
        work.CompleteAdding();
        thread.Join();
        work.Dispose();
    }

    private static void RunInside<T>(string path, Func<T> function, TaskCompletionSource<T> result)
    {
        // The thread's own directory: /proc/self is the main thread's.
        using var home = Libc.Open("/proc/thread-self/ns/net");
        using var target = Libc.Open(path);
        if (home is null || target is null || Libc.SetNamespace(target, Libc.NewNetworkNamespace) != 0)
        {
            result.SetException(new IOException($"Network namespace {path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}"));
            return;
        }

        try
        {
            result.SetResult(function());
        }
        catch (Exception exception)
        {
            result.SetException(exception);
        }
        finally
        {
            if (Libc.SetNamespace(home, Libc.NewNetworkNamespace) != 0)
            {
                // Going on would put the next socket into a wrong app's network.
                Environment.FailFast("The node's network thread cannot return to its own namespace.");
            }
        }
    }

    private void Work()
    {
        foreach (var action in work.GetConsumingEnumerable())
        {
            action();
        }
    }
}
