using Microsoft.Azure.Functions.Worker;

namespace Pipelines.Functions.Embedded;

/// <summary>What an invocation returned, and whether anything was returned at all.</summary>
internal sealed class ReturnValue : InvocationResult
{
    private object? value;

    public bool IsSet { get; private set; }

    public override object? Value
    {
        get => value;
        set
        {
            this.value = value;
            IsSet = true;
        }
    }

    public static ReturnValue Of(FunctionContext context)
    {
        if (context.Features.Get<ReturnValue>() is { } existing)
        {
            return existing;
        }

        var created = new ReturnValue();
        context.Features.Set(created);
        return created;
    }
}
