using System.Net.Http.Headers;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using k8s.Loading;

namespace k8s.Authentication;

/// <summary>Tokens that a program yields, kept until shortly before they expire.</summary>
public class ExecTokenProvider : ITokenProvider
{
    // The server's clock may be ahead of ours, and the request takes its time.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly ExternalExecution exec;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private Task<ExecCredentialResponse.ExecStatus>? current;

    /// <summary>Initializes a new instance of the <see cref="ExecTokenProvider"/> class.</summary>
    /// <param name="exec">The program.</param>
    public ExecTokenProvider(ExternalExecution exec)
        : this(exec, null, TimeProvider.System)
    {
    }

    internal ExecTokenProvider(ExternalExecution exec, ExecCredentialResponse.ExecStatus? first, TimeProvider time)
    {
        this.exec = exec;
        this.time = time;
        current = first is null ? null : Task.FromResult(first);
    }

    /// <inheritdoc/>
    /// <exception cref="KubeConfigException">The program yields no token.</exception>
    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        var status = await CurrentAsync().WaitAsync(cancellationToken);
        return string.IsNullOrEmpty(status.Token)
            ? throw new KubeConfigException($"The credential program {exec.Command} printed no token this time.")
            : new AuthenticationHeaderValue("Bearer", status.Token);
    }

    // All who ask meanwhile wait for the one program that runs; none of them can cancel it for the others.
    private Task<ExecCredentialResponse.ExecStatus> CurrentAsync()
    {
        lock (gate)
        {
            return IsUsable(current) ? current! : current = Task.Run(RunAsync);
        }
    }

    private async Task<ExecCredentialResponse.ExecStatus> RunAsync() =>
        (await CredentialProgram.RunAsync(exec, CancellationToken.None)).Status!;

    private bool IsUsable(Task<ExecCredentialResponse.ExecStatus>? task) => task switch
    {
        null or { IsFaulted: true } or { IsCanceled: true } => false,
        { IsCompletedSuccessfully: true, Result.ExpirationTimestamp: { } expires } => time.GetUtcNow().UtcDateTime + Early < expires.ToUniversalTime(),
        _ => true,
    };
}
