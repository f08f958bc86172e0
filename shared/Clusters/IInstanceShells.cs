namespace Pipelines.Clusters;

/// <summary>A cluster that opens shells in running instances.</summary>
public interface IInstanceShells
{
    /// <summary>Starts a shell with a terminal in an instance: the first of <c>/bin/bash</c> and <c>/bin/sh</c> that its image has.</summary>
    /// <param name="request">Where, and how large the terminal is.</param>
    /// <param name="cancellation">Cancels the opening; what is open is ended by disposing of it.</param>
    /// <exception cref="ShellException">There is no shell to be had, and why.</exception>
    Task<IShellSession> OpenShellAsync(ShellRequest request, CancellationToken cancellation = default);
}
