namespace Pipelines.Activities.Detection.Node;

/// <summary>
/// A package of a JavaScript workspace is installed and built from the workspace's root, where the lock file and its
/// sibling packages are; only its commands run in its own folder.
/// </summary>
internal static class NodeWorkspace
{
    internal static ComponentDraft Lifted(ComponentDraft draft, SourceFolder root) =>
        draft.EnvironmentSlug == NodePackage.EnvironmentSlug
        && draft.Folder.Path != root.Path
        && NodePackage.In(root) is { IsWorkspaceRoot: true } workspace
            ? draft.LiftedTo(root, workspace.Manager.Install)
            : draft;
}
