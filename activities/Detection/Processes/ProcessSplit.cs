using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection.Processes;

/// <summary>Turns what was detected into the processes that a Procfile names: it is the author's own word on how to run.</summary>
internal static class ProcessSplit
{
    internal static IReadOnlyList<ComponentDraft> Apply(Procfile procfile, IReadOnlyList<ComponentDraft> detected)
    {
        if (detected.Count == 0 || detected[0].DockerfilePath is not null)
        {
            return detected;
        }

        var build = detected[0];
        if (procfile.Processes.FirstOrDefault(process => process.Name == "release").Command is { } release)
        {
            build.Because("ReleaseCommand", Procfile.FileName, $"release: {release}; declare it as a job of kind PRE_DEPLOY");
        }

        var processes = procfile.Processes.Where(process => process.Name is not ("release" or "console")).ToList();
        return processes.Count == 0
            ? detected
            : [.. processes.OrderByDescending(process => process.Name == "web").Select(process => Process(build.Copy(), process.Name, process.Command, processes.Count))];
    }

    private static ComponentDraft Process(ComponentDraft draft, string name, string command, int count)
    {
        var detail = $"{name}: {command}";
        draft.Runs(command, Procfile.FileName, detail)
            .Is(name == "web" ? ComponentKind.Service : ComponentKind.Worker, Procfile.FileName, detail);
        return count > 1 || draft.ProposedName is null ? draft.Named(name) : draft;
    }
}
