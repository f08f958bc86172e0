using System.Text.Json.Nodes;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary><c>doctl apps logs</c> and <c>doctl apps console</c>.</summary>
/// <param name="doctl">The other commands.</param>
internal sealed class DoctlLogs(Doctl doctl)
{
    // bufio.Scanner reads no longer line.
    private const int LongestLine = 64 * 1024;

    /// <summary>Shows the logs of an app's present deployment, or of the one that is named.</summary>
    /// <param name="idOrName">The app.</param>
    /// <param name="component">The component; empty for all.</param>
    /// <param name="type">The kind of log, as the flag has it.</param>
    /// <param name="deployment">The deployment; empty for the present one.</param>
    /// <param name="follow">Whether to follow.</param>
    /// <param name="tail">How many of the last lines; -1 for all.</param>
    /// <param name="noPrefix">Whether component and time are left out.</param>
    /// <param name="show">Takes what is shown at once.</param>
    /// <param name="interrupt">Ends following, as Ctrl-C does.</param>
    /// <returns>All that was shown.</returns>
    public async Task<string> ShowAsync(
        string idOrName,
        string component = "",
        string type = "run",
        string deployment = "",
        bool follow = false,
        int tail = -1,
        bool noPrefix = false,
        Action<string>? show = null,
        CancellationToken interrupt = default)
    {
        var app = idOrName;
        if (deployment.Length == 0 || !Guid.TryParse(idOrName, out _))
        {
            var found = await doctl.FindAsync(idOrName);
            app = (string)found["id"]!;
            if (deployment.Length == 0)
            {
                deployment = (string?)(found["active_deployment"] ?? found["in_progress_deployment"])?["id"]
                    ?? throw new DoctlException($"unable to retrieve logs; no deployment found for app {app}");
            }
        }

        return await ReadAsync(await doctl.Apps.GetLogsAsync(app, deployment, component, type.ToUpperInvariant(), follow, tail), noPrefix, show, interrupt);
    }

    /// <summary>Shows the log of a run of a job (<c>--job-invocation</c>).</summary>
    public async Task<string> ShowJobInvocationAsync(string app, string job, string invocation, bool follow = false, Action<string>? show = null, CancellationToken interrupt = default)
    {
        _ = await doctl.FindAsync(app);
        return await ReadAsync(await doctl.Apps.GetJobInvocationLogsAsync(app, invocation, job, follow, -1), noPrefix: false, show, interrupt);
    }

    /// <summary>Opens a console and hands it to a person.</summary>
    public async Task<DoctlConsole> OpenConsoleAsync(string app, string component, string instance = "", string deployment = "") =>
        DoctlConsole.Open(new Uri((string)(await doctl.Apps.GetExecAsync(app, component, deployment, instance))["url"]!));

    // A live address is used whenever there is one; else the first of the others, without any token.
    private static async Task<string> ReadAsync(JsonObject logs, bool noPrefix, Action<string>? show, CancellationToken interrupt)
    {
        var shown = new System.Text.StringBuilder();
        if ((string?)logs["live_url"] is { Length: > 0 } live)
        {
            var url = new UriBuilder(live);
            url.Scheme = url.Scheme == "http" ? "ws" : "wss";
            await DoctlSocket.ListenAsync(url.Uri, Take, interrupt: interrupt);
        }
        else
        {
            using var http = new HttpClient();
            using var answer = await http.GetAsync(new Uri((string)logs["historic_urls"]![0]!), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                line.Length.ShouldBeLessThan(LongestLine, "bufio.Scanner: token too long");
                Take(line + "\n");
            }
        }

        return shown.ToString();

        void Take(string line)
        {
            line = noPrefix && line.Split(' ', 3) is [_, _, var rest] ? rest : line;
            _ = shown.Append(line);
            show?.Invoke(line);
        }
    }
}
