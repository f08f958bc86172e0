namespace Pipelines.Node.Interop;

/// <summary>How a process takes a signal (signal(7)).</summary>
internal enum SignalDisposition
{
    /// <summary>There is no such process.</summary>
    Gone,

    /// <summary>As the kernel does by default.</summary>
    Default,

    /// <summary>By not noticing.</summary>
    Ignored,

    /// <summary>By a handler of its own.</summary>
    Caught,
}
