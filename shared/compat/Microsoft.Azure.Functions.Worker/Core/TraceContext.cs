namespace Microsoft.Azure.Functions.Worker;

/// <summary>The distributed trace an invocation is part of (W3C Trace Context).</summary>
public abstract class TraceContext
{
    /// <summary>The <c>traceparent</c>; empty when nothing traces.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The <c>tracestate</c>; empty when there is none.</summary>
    public abstract string TraceState { get; }
}
