namespace Pipelines.DurableTask.Embedded.Execution;

/// <summary>A step whose result is awaited.</summary>
internal interface IPendingStep
{
    /// <summary>Gets the name of the task.</summary>
    string Name { get; }

    void Complete(string? data);

    void Fail(Exception exception);
}
