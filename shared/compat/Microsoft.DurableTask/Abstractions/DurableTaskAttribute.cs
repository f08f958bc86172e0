namespace Microsoft.DurableTask;

/// <summary>Names a class-based orchestrator or activity.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class DurableTaskAttribute : Attribute
{
    /// <summary>Initializes a new instance of the <see cref="DurableTaskAttribute"/> class.</summary>
    /// <param name="name">The task's name; null or empty means the name of the class.</param>
    public DurableTaskAttribute(string? name = null) => Name = string.IsNullOrEmpty(name) ? default : new TaskName(name);

    /// <summary>Gets the task's name; default when the class's name is meant.</summary>
    public TaskName Name { get; }

    /// <summary>Gets or sets the task's version; null or empty means unversioned.</summary>
    public string? Version { get; set; }
}
