namespace Pipelines.Activities.Processes;

/// <summary>A program to run: no shell, nothing inherited but what is listed here.</summary>
internal sealed record ProcessCommand
{
    /// <summary>Gets the program: an absolute path, or a name looked up in the platform's own PATH.</summary>
    public required string Program { get; init; }

    /// <summary>Gets the arguments, passed as they are. Anyone on the machine can read them: never a secret.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Gets the whole environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the working directory.</summary>
    public string WorkingDirectory { get; init; } = "/";
}
