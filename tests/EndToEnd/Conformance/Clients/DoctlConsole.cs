using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>A terminal with <c>doctl apps console</c>: each key is sent as it is typed, the size when it changes.</summary>
internal sealed class DoctlConsole
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly Channel<string> _input = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _screen = new();

    private DoctlConsole()
    {
    }

    /// <summary>Gets the end: an error unless the server closes with 1000.</summary>
    public Task End { get; private set; } = Task.CompletedTask;

    private string Screen
    {
        get
        {
            lock (_screen)
            {
                return _screen.ToString();
            }
        }
    }

    /// <summary>Opens one.</summary>
    /// <param name="url">Where, taken as it is.</param>
    public static DoctlConsole Open(Uri url)
    {
        var console = new DoctlConsole();
        console.End = DoctlSocket.ListenAsync(url, console.Show, console._input.Reader);
        return console;
    }

    public void Resize(int width, int height) => Send(new { op = "resize", width, height });

    /// <summary>Types, a key at a time.</summary>
    public void Type(string keys)
    {
        foreach (var key in keys)
        {
            Send(new { op = "stdin", data = key.ToString() });
        }
    }

    /// <summary>What is sent each half minute, so that nobody in between takes the connection for dead.</summary>
    public void KeepAlive() => Send(new { op = "stdin", data = "" });

    /// <summary>Waits until something is shown.</summary>
    public Task SeeAsync(string text) => Eventually.BeAsync(() => Screen.Contains(text, StringComparison.Ordinal), $"the console shows {text}", s_patience, () => Task.FromResult(Screen));

    private void Show(string data)
    {
        lock (_screen)
        {
            _ = _screen.Append(data);
        }
    }

    private void Send(object message) => _input.Writer.TryWrite(JsonSerializer.Serialize(message)).ShouldBeTrue();
}
