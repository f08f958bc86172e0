using System.Net;
using System.Net.Sockets;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Apps;

/// <summary>Holds a build command until it is opened: the command connects, and goes on when it is cut off.</summary>
internal sealed class BuildGate : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly TcpListener _listener;
    private readonly List<TcpClient> _builds = [];
    private bool _isOpen;

    /// <summary>Initializes a new instance of the <see cref="BuildGate"/> class.</summary>
    /// <param name="address">Where builds reach it; null for this machine's loopback.</param>
    public BuildGate(IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
    }

    /// <summary>Gets the build command of a shell with curl.</summary>
    public string Command => $"curl --silent --max-time 120 http://{_listener.LocalEndpoint}/ || true";

    /// <summary>Gets the build command's program.</summary>
    public string Script =>
        $"const socket = require('node:net').connect({((IPEndPoint)_listener.LocalEndpoint).Port}, '127.0.0.1'); socket.on('error', () => {{}}); socket.resume();";

    /// <summary>Waits until a build is held.</summary>
    public Task WaitForBuildAsync() => Eventually.BeAsync(
        () =>
        {
            while (_listener.Pending())
            {
                _builds.Add(_listener.AcceptTcpClient());
            }

            return _builds.Count > 0;
        },
        "a build begins",
        s_limit);

    /// <summary>Lets the builds go on, those that are held and those that come.</summary>
    public void Open()
    {
        if (!_isOpen)
        {
            _isOpen = true;
            _listener.Stop();
            _builds.ForEach(build => build.Dispose());
        }
    }

    public void Dispose()
    {
        Open();
        _listener.Dispose();
    }
}
