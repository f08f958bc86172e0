using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Pipelines.Functions.Embedded;

/// <summary>The trace that was running when the invocation began.</summary>
internal sealed class ActivityTraceContext(Activity? activity) : TraceContext
{
    public override string TraceParent => activity?.Id ?? string.Empty;

    public override string TraceState => activity?.TraceStateString ?? string.Empty;
}
