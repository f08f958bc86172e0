using Microsoft.Azure.Functions.Worker;

namespace Pipelines.Functions.Embedded;

/// <summary>Reads and writes a return value as one type.</summary>
/// <typeparam name="T">The type.</typeparam>
internal sealed class TypedInvocationResult<T>(ReturnValue result) : InvocationResult<T>
{
    public override T? Value
    {
        get => result.Value switch
        {
            null => default,
            T typed => typed,
            var other => throw new InvalidOperationException(
                $"The function returned a {other.GetType()}, which is not a {typeof(T)}."),
        };
        set => result.Value = value;
    }
}
