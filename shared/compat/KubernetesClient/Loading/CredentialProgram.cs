using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s.Loading;

/// <summary>
/// Runs a program that yields credentials (client-go credential plugins, client.authentication.k8s.io v1beta1 and v1). There
/// is no shell and no terminal; time and output are bounded.
/// </summary>
internal static class CredentialProgram
{
    private const int MaximumOutput = 1024 * 1024;
    private const int MaximumComplaint = 1024;

    private static readonly string[] Versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Makes the process, not yet started.</summary>
    /// <exception cref="KubeConfigException">The description is incomplete.</exception>
    public static Process Prepare(ExternalExecution exec)
    {
        Check(exec);
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(exec.Command!, exec.Arguments ?? [])
            {
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach (var variable in exec.EnvironmentVariables ?? [])
        {
            process.StartInfo.Environment[Name(variable, exec)] = variable.GetValueOrDefault("value", string.Empty);
        }

        process.StartInfo.Environment["KUBERNETES_EXEC_INFO"] = CredentialRequest.Write(exec);
        return process;
    }

    /// <summary>Runs the program.</summary>
    /// <exception cref="KubeConfigException">It is missing, fails, takes too long, or yields no credentials.</exception>
    public static async Task<ExecCredentialResponse> RunAsync(ExternalExecution exec, CancellationToken cancellation)
    {
        using var process = Prepare(exec);
        Start(process, exec);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(KubernetesClientConfiguration.ExecTimeout);
        try
        {
            process.StandardInput.Close();
            var complaint = ReadBeginningAsync(process.StandardError, limit.Token);
            var output = await ReadAsync(process.StandardOutput, MaximumOutput, limit.Token)
                ?? throw Wrong(exec, $"printed more than {MaximumOutput} characters");
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? Parse(output, exec) : throw Failed(exec, process.ExitCode, await complaint);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Wrong(exec, $"did not end within {KubernetesClientConfiguration.ExecTimeout.TotalSeconds:0} s");
        }
        finally
        {
            End(process);
        }
    }

    private static void Check(ExternalExecution exec)
    {
        if (string.IsNullOrWhiteSpace(exec.Command))
        {
            throw new KubeConfigException($"{Field(exec, "command")} is missing.");
        }

        if (!Versions.Contains(exec.ApiVersion, StringComparer.Ordinal))
        {
            throw new KubeConfigException($"{Field(exec, "apiVersion")} is not one of {string.Join(", ", Versions)}.");
        }
    }

    private static string Name(Dictionary<string, string> variable, ExternalExecution exec) =>
        variable.GetValueOrDefault("name") is { Length: > 0 } name && !name.Contains('=') && !name.Contains('\0')
            ? name
            : throw new KubeConfigException($"{Field(exec, "env")} has a variable without a usable name.");

    private static void Start(Process process, ExternalExecution exec)
    {
        try
        {
            process.Start();
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or ArgumentException)
        {
            var hint = string.IsNullOrWhiteSpace(exec.InstallHint) ? string.Empty : " " + exec.InstallHint.Trim();
            throw new KubeConfigException($"The credential program {exec.Command} cannot be started: is it installed?{hint}", exception);
        }
    }

    private static async Task<string?> ReadAsync(StreamReader reader, int maximum, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellation)) > 0)
        {
            if (text.Append(buffer, 0, read).Length > maximum)
            {
                return null;
            }
        }

        return text.ToString();
    }

    // Reads to the end, so that the program never waits for us, and keeps the beginning.
    private static async Task<string> ReadBeginningAsync(StreamReader reader, CancellationToken cancellation)
    {
        var kept = new StringBuilder();
        var buffer = new char[1024];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellation)) > 0)
        {
            kept.Append(buffer, 0, Math.Min(read, MaximumComplaint - kept.Length));
        }

        return kept.ToString();
    }

    private static ExecCredentialResponse Parse(string output, ExternalExecution exec)
    {
        var response = Deserialize(output) ?? throw Wrong(exec, "did not print an ExecCredential in JSON");
        if (response.ApiVersion != exec.ApiVersion)
        {
            throw Wrong(exec, $"answered in another version than {exec.ApiVersion}");
        }

        return response.Status?.IsValid() == true ? response : throw Wrong(exec, "printed neither a token nor a certificate with its key");
    }

    // Without the cause: what was printed holds secrets.
    private static ExecCredentialResponse? Deserialize(string output)
    {
        try
        {
            return JsonSerializer.Deserialize<ExecCredentialResponse>(output, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It ended meanwhile.
        }
    }

    private static KubeConfigException Failed(ExternalExecution exec, int code, string complaint) =>
        Wrong(exec, $"failed with exit code {code}" + (string.IsNullOrWhiteSpace(complaint) ? string.Empty : $": {complaint.Trim()}"));

    private static KubeConfigException Wrong(ExternalExecution exec, string what) => new($"The credential program {exec.Command} {what}.");

    private static string Field(ExternalExecution exec, string field) => exec.Origin?.Field(field) ?? $"exec.{field}";
}
