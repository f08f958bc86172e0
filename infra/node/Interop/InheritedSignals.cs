namespace Pipelines.Node.Interop;

/// <summary>
/// What is started in the background of a script inherits that it ignores SIGINT and SIGQUIT (POSIX.1-2017, Shell, 2.11),
/// and so does everything that it starts in turn: the interrupt key of a console would do nothing.
/// </summary>
internal static class InheritedSignals
{
    private static readonly int[] Ignored = [Libc.SignalInterrupt, Libc.SignalQuit];

    /// <summary>Has this process, and with it what it starts from now on, take them as by default.</summary>
    public static void Restore()
    {
        foreach (var signal in Ignored)
        {
            if (ProcessInfo.Disposition(Environment.ProcessId, signal) == SignalDisposition.Ignored)
            {
                _ = Libc.SetSignalHandler(signal, Libc.DefaultHandler);
            }
        }
    }
}
