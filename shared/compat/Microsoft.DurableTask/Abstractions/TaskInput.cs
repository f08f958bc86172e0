namespace Microsoft.DurableTask;

/// <summary>The deserialized input of a task.</summary>
internal static class TaskInput
{
    /// <summary>Gives the input its type; no input is the type's default.</summary>
    /// <exception cref="ArgumentException">The input is of another type.</exception>
    public static TInput Cast<TInput>(object? input) => input switch
    {
        TInput typed => typed,
        null => default!,
        _ => throw new ArgumentException($"Input type '{input.GetType()}' does not match expected type '{typeof(TInput)}'.", nameof(input)),
    };
}
