using System.Text.RegularExpressions;
using Pipelines.Activities.Processes;

namespace Pipelines.Activities.Builds;

/// <summary>Runs buildah on one storage.</summary>
/// <param name="program">The program.</param>
/// <param name="storage">The directory of its images and containers.</param>
internal sealed partial class Buildah(string program, string storage)
{
    private static readonly string[] Inherited = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>The OCI runtime for buildah's containers.</summary>
    public const string Runtime = "runc";

    private static string SearchPath => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin") + ":/usr/sbin:/sbin";

    private string RuntimeState => Path.Combine(storage, "runtime");

    /// <summary>The arguments for containers of the OCI runtime, whose state is kept with the storage.</summary>
    public IReadOnlyList<string> RuntimeArguments => ["--isolation", "oci", "--runtime", Runtime, "--runtime-flag", "root=" + RuntimeState];

    /// <summary>Whether a variable of strangers may be in buildah's own environment: not one that the loader, the C library, Go or buildah obeys.</summary>
    public static bool MayInherit(string name) => !Obeyed().IsMatch(name);

    /// <summary>Runs a command.</summary>
    public Task<int> RunAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, Action<string> output, Action<string> error, CancellationToken cancellation)
    {
        PrivateDirectory.Create(storage);
        var all = Inherited
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => variable.Value is not null)
            .ToDictionary(variable => variable.Name, variable => variable.Value!);
        foreach (var (name, value) in environment.Where(variable => MayInherit(variable.Key)))
        {
            all[name] = value;
        }

        // buildah's own: stronger than a build argument of the same name.
        all["PATH"] = SearchPath;
        all["HOME"] = storage;
        all["TMPDIR"] = Directory.CreateDirectory(Path.Combine(storage, "tmp")).FullName;
        all["BUILDAH_HISTORY"] = "false";
        string[] line = [program, "--root", Path.Combine(storage, "root"), "--runroot", Path.Combine(storage, "run"), .. arguments];

        // The containers that buildah starts are not its children: in a process namespace of their own they end with it,
        // and their mounts with the namespace's.
        if (Environment.IsPrivilegedProcess)
        {
            line = ["unshare", "--pid", "--fork", "--kill-child=SIGKILL", "--mount-proc", .. line];
        }

        var command = new ProcessCommand
        {
            Program = line[0],
            Arguments = line[1..],
            Environment = all,
            WorkingDirectory = storage,
        };
        return ProcessRunner.RunAsync(command, output, error, cancellation);
    }

    [GeneratedRegex("^(?:_|LD_|GLIBC|MALLOC|GCONV|LOCPATH|NLSPATH|RES_|RESOLV|HOSTALIASES|LOCALDOMAIN|TZ|GETCONF|BUILDAH|CONTAINER|STORAGE|REGISTRY|DOCKER|XDG|GO|GNUPG|GPG|NOTIFY_|LISTEN_|SSL_|HOME$|PATH$|TMPDIR$|SHELL$|USER$|DBUS|NETAVARK|CNI|.*_proxy$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Obeyed();

    /// <summary>Removes all containers, those of the OCI runtime and buildah's own.</summary>
    public async Task RemoveContainersAsync()
    {
        if (Directory.Exists(RuntimeState))
        {
            foreach (var container in Directory.EnumerateDirectories(RuntimeState).Select(Path.GetFileName).OfType<string>().ToList())
            {
                var remove = new ProcessCommand
                {
                    Program = Runtime,
                    Arguments = ["--root", RuntimeState, "delete", "--force", container],
                    Environment = new Dictionary<string, string> { ["PATH"] = SearchPath },
                };
                _ = await ProcessRunner.RunAsync(remove, _ => { }, _ => { }, CancellationToken.None);
            }
        }

        _ = await RunAsync(["rm", "--all"], new Dictionary<string, string>(), _ => { }, _ => { }, CancellationToken.None);
    }
}
