using System.ComponentModel;
using System.Net;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Processes;

namespace Pipelines.Activities.Source;

/// <summary>Runs the real git.</summary>
internal sealed class GitClient(IOptions<GitSourceOptions> options)
{
    private const int MaxErrorLines = 40;
    private readonly GitSourceOptions options = options.Value;

    /// <summary>Runs a command that works within the cache alone and returns its output.</summary>
    /// <exception cref="GitException">git failed.</exception>
    public async Task<string> ReadAsync(string repository, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var errors = new List<string>();
        var (exitCode, output) = await RunAsync(
            () => ProcessRunner.CaptureAsync(Command(repository, arguments, GitEnvironment.Offline(options)), line => Keep(errors, line), cancellation));
        return exitCode == 0 ? output : throw new GitException(exitCode, errors);
    }

    /// <summary>Runs a command that reaches a repository.</summary>
    /// <exception cref="GitException">git failed.</exception>
    public async Task<string> ReachAsync(
        RepositoryAddress address, IReadOnlyList<IPAddress> pinned, string? repository, IReadOnlyList<string> arguments, Action<string>? log, CancellationToken cancellation)
    {
        var errors = new List<string>();
        var environment = GitEnvironment.For(address, pinned, options);
        Trust(address, environment);
        var (exitCode, output) = await RunAsync(
            () => ProcessRunner.CaptureAsync(Command(repository, arguments, environment), Note, cancellation));
        return exitCode == 0 ? output : throw new GitException(exitCode, errors);

        void Note(string line)
        {
            var safe = WithoutSecrets(line, address);
            Keep(errors, safe);
            if (safe.StartsWith("remote: ", StringComparison.Ordinal))
            {
                log?.Invoke(safe);
            }
        }
    }

    /// <summary>Starts a command that is fed and read as it runs.</summary>
    public Task<ChildProcess> StartAsync(string repository, IReadOnlyList<string> arguments) =>
        ChildProcess.StartAsync(Command(repository, arguments, GitEnvironment.Offline(options)));

    private static void Keep(List<string> errors, string line)
    {
        if (errors.Count < MaxErrorLines)
        {
            errors.Add(line);
        }
    }

    private static string WithoutSecrets(string line, RepositoryAddress address)
    {
        foreach (var secret in address.Credential is var (userName, password) ? [password, userName] : Array.Empty<string>())
        {
            if (secret.Length >= 4)
            {
                line = line.Replace(secret, "***", StringComparison.Ordinal);
            }
        }

        return line;
    }

    private static async Task<T> RunAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (Win32Exception problem)
        {
            throw new SourceException("git could not be started: install the package git (and util-linux, for setpriv and setsid).", innerException: problem);
        }
    }

    private ProcessCommand Command(string? repository, IReadOnlyList<string> arguments, Dictionary<string, string> environment)
    {
        PrivateDirectory.Create(options.CacheDirectory);
        return new()
        {
            Program = "git",
            Arguments = repository is null ? arguments : ["--git-dir=" + repository, .. arguments],
            Environment = environment,
            WorkingDirectory = options.CacheDirectory,
        };
    }

    /// <summary>
    /// git does not read a repository that belongs to somebody else unless a protected configuration file says so. The
    /// policy has admitted this directory: it is the one and only that is trusted.
    /// </summary>
    private void Trust(RepositoryAddress address, Dictionary<string, string> environment)
    {
        if (address.Scheme != RepositoryScheme.Local)
        {
            return;
        }

        var file = Path.Combine(options.CacheDirectory, address.Hash + ".trust");
        if (!File.Exists(file))
        {
            PrivateDirectory.Create(options.CacheDirectory);
            var path = address.Path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            var temporary = $"{file}.{Guid.NewGuid():n}";
            File.WriteAllText(temporary, $"[safe]\n\tdirectory = \"{path}\"\n\tdirectory = \"{path}/.git\"\n");
            File.Move(temporary, file, overwrite: true);
        }

        environment["GIT_CONFIG_GLOBAL"] = file;
    }
}
