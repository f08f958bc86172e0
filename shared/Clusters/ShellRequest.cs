namespace Pipelines.Clusters;

/// <summary>Which instance to open a shell in.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="Instance">The instance's name, unique within the app.</param>
/// <param name="Size">How large the terminal is at first.</param>
public sealed record ShellRequest(string AppId, string Instance, TerminalSize Size);
