namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>A piece of work that one transaction does, together with others.</summary>
internal interface IStoreWrite
{
    /// <summary>Does the work. What it refuses it refuses before its first write.</summary>
    void Execute(StoreTransaction transaction);

    void Succeed();

    void Fail(Exception exception);
}
