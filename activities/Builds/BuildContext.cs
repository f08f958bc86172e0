using Pipelines.Activities.Builds.Sandboxes;

namespace Pipelines.Activities.Builds;

/// <summary>One build while it runs.</summary>
/// <param name="Request">What to build.</param>
/// <param name="Workspace">Its directory.</param>
/// <param name="Cache">The host's directory that outlives the build: package caches.</param>
/// <param name="Log">Where output goes.</param>
/// <param name="Sandbox">Where commands run.</param>
internal sealed record BuildContext(BuildRequest Request, BuildWorkspace Workspace, string Cache, BuildLog Log, ISandbox Sandbox);
