using Pipelines.AppSpecs;

namespace Pipelines.Deployments;

/// <summary>
/// The progress tree of a deployment, as the Apps API's clients know it: <c>build</c> (initialize, components) and
/// <c>deploy</c> (initialize, components with deploy and wait, finalize). All functions are pure.
/// </summary>
public static class DeploymentProgress
{
    /// <summary>The name of the top-level step of building.</summary>
    public const string Build = "build";

    /// <summary>The name of the top-level step of deploying, and of the leaf that starts a component.</summary>
    public const string Deploy = "deploy";

    /// <summary>The name of the leaf that prepares.</summary>
    public const string Initialize = "initialize";

    /// <summary>The name of the node that holds a step per component.</summary>
    public const string Components = "components";

    /// <summary>The name of the leaf that waits for a component to be healthy or a job to end.</summary>
    public const string Wait = "wait";

    /// <summary>The name of the leaf that switches traffic.</summary>
    public const string Finalize = "finalize";

    /// <summary>Makes the tree of a deployment that has not begun.</summary>
    /// <param name="spec">What it deploys.</param>
    public static IReadOnlyList<ProgressStep> Initial(AppSpec spec)
    {
        var components = spec.Components.Where(IsDeployed).ToList();
        return
        [
            Node(Build, Leaf(Initialize), Node(Components, [.. components.Select(component =>
                Leaf(component.Name) with { ComponentName = component.Name, MessageBase = "Building " + Noun(component) })])),
            Node(Deploy, Leaf(Initialize), Node(Components, [.. components.Select(DeployNode)]), Leaf(Finalize)),
        ];
    }

    /// <summary>Whether a deployment builds and starts a component: scheduled jobs run later, failed-deploy jobs only then.</summary>
    /// <param name="component">The component.</param>
    public static bool IsDeployed(IComponent component) =>
        component is not JobSpec { EffectiveKind: JobKind.FailedDeploy or JobKind.Scheduled };

    /// <summary>Sets the state of the leaf at a path and of the nodes above it.</summary>
    /// <param name="steps">The tree.</param>
    /// <param name="path">The names from the top, as <c>["build", "components", "web"]</c>.</param>
    /// <param name="status">The new state.</param>
    /// <param name="at">When.</param>
    /// <param name="reason">Why; null to leave none.</param>
    /// <exception cref="ArgumentException">There is no such step.</exception>
    public static IReadOnlyList<ProgressStep> With(IReadOnlyList<ProgressStep> steps, ReadOnlySpan<string> path, StepStatus status, DateTimeOffset at, StepReason? reason = null)
    {
        var changed = steps.ToArray();
        var index = Array.FindIndex(changed, Named(path[0]));
        if (index < 0)
        {
            throw new ArgumentException($"the progress has no step \"{path[0]}\"", nameof(path));
        }

        changed[index] = path.Length == 1
            ? Mark(changed[index], status, at, reason)
            : Summarize(changed[index] with { Steps = With(changed[index].Steps, path[1..], status, at, reason) }, at);
        return changed;
    }

    /// <summary>
    /// Ends the tree of a deployment that ended before its time: what was running becomes an error; when nothing was, the
    /// first step that had not begun does, or the last one. Clients wait for an error step and would wait for ever without.
    /// </summary>
    public static IReadOnlyList<ProgressStep> Abort(IReadOnlyList<ProgressStep> steps, DateTimeOffset at, StepReason reason)
    {
        var leaves = Leaves(steps).ToList();
        if (leaves.Exists(leaf => leaf.Status == StepStatus.Error))
        {
            return steps;
        }

        var running = leaves.Where(leaf => leaf.Status == StepStatus.Running).ToList();
        var failed = running.Count > 0 ? running : [leaves.Find(leaf => leaf.Status == StepStatus.Pending) ?? leaves[^1]];
        return Fail(steps, failed, at, reason);
    }

    /// <summary>Marks every leaf of a tree as done.</summary>
    public static IReadOnlyList<ProgressStep> Complete(IReadOnlyList<ProgressStep> steps, DateTimeOffset at, StepReason? reason = null) =>
        [.. steps.Select(step => step.Steps.Count > 0
            ? Summarize(step with { Steps = Complete(step.Steps, at, reason) }, at)
            : Mark(step, StepStatus.Success, at, reason))];

    /// <summary>Yields the leaves of a tree, which alone are counted.</summary>
    public static IEnumerable<ProgressStep> Leaves(IReadOnlyList<ProgressStep> steps) =>
        steps.SelectMany(step => step.Steps.Count > 0 ? Leaves(step.Steps) : [step]);

    private static IReadOnlyList<ProgressStep> Fail(IReadOnlyList<ProgressStep> steps, List<ProgressStep> failed, DateTimeOffset at, StepReason reason) =>
        [.. steps.Select(step => step.Steps.Count > 0
            ? Summarize(step with { Steps = Fail(step.Steps, failed, at, reason) }, at)
            : failed.Exists(leaf => ReferenceEquals(leaf, step)) ? Mark(step, StepStatus.Error, at, reason) : step)];

    private static Predicate<ProgressStep> Named(string name) => step => step.Name == name;

    private static ProgressStep Mark(ProgressStep step, StepStatus status, DateTimeOffset at, StepReason? reason) => step with
    {
        Status = status,
        StartedAt = status == StepStatus.Pending ? null : step.StartedAt ?? at,
        EndedAt = status is StepStatus.Success or StepStatus.Error ? at : null,
        Reason = reason,
    };

    private static ProgressStep Summarize(ProgressStep node, DateTimeOffset at)
    {
        var status = Summary(node.Steps);
        return node.Status == status ? node : Mark(node, status, at, null);
    }

    private static StepStatus Summary(IReadOnlyList<ProgressStep> steps)
    {
        if (steps.Any(step => step.Status == StepStatus.Error))
        {
            return StepStatus.Error;
        }

        if (steps.All(step => step.Status == StepStatus.Success))
        {
            return StepStatus.Success;
        }

        return steps.All(step => step.Status == StepStatus.Pending) ? StepStatus.Pending : StepStatus.Running;
    }

    private static ProgressStep DeployNode(IComponent component) =>
        Node(
            component.Name,
            Leaf(Deploy) with { ComponentName = component.Name, MessageBase = "Deploying " + Noun(component) },
            Leaf(Wait) with { ComponentName = component.Name, MessageBase = "Waiting for " + Noun(component) }) with
        { ComponentName = component.Name };

    private static ProgressStep Leaf(string name) => new() { Name = name };

    private static ProgressStep Node(string name, params ReadOnlySpan<ProgressStep> steps) => new()
    {
        Name = name,
        Steps = steps.ToArray(),
        // A node without steps, as of an app that has nothing to build, is done from the start.
        Status = steps.IsEmpty ? StepStatus.Success : StepStatus.Pending,
    };

    private static string Noun(IComponent component) => component.Kind switch
    {
        ComponentKind.StaticSite => "static site",
        ComponentKind.Worker => "worker",
        ComponentKind.Job => "job",
        ComponentKind.Functions => "functions",
        _ => "service",
    };
}
