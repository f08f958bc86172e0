using Pipelines.Activities.Detection.Node;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection;

/// <summary>Makes of what was detected the kind of component that an App Spec declares.</summary>
internal static class KindChoice
{
    internal static IReadOnlyList<ComponentDraft> Apply(IReadOnlyList<ComponentDraft> drafts, ComponentKind? wanted)
    {
        if (wanted is not { } kind)
        {
            return drafts;
        }

        return drafts.Where(draft => draft.Kind == kind).ToList() is { Count: > 0 } fitting
            ? fitting
            : [.. drafts.Select(draft => kind == ComponentKind.StaticSite ? AsSite(draft) : AsProgram(draft, kind))];
    }

    private static ComponentDraft AsProgram(ComponentDraft draft, ComponentKind kind)
    {
        if (draft.Kind != ComponentKind.StaticSite)
        {
            return draft.As(kind);
        }

        draft.As(kind);
        return draft.Framework == "Vite" && kind == ComponentKind.Service && NodePackage.In(draft.Folder) is { } package
            ? draft.Runs(package.Manager.Execute("vite preview --host 0.0.0.0 --port $PORT"), NodePackage.FileName, "the spec wants a service, so Vite serves its build")
            : draft.Lacks("This is a static site, without a program to run: declare it under static_sites, or state run_command.");
    }

    private static ComponentDraft AsSite(ComponentDraft draft)
    {
        var output = draft.Framework switch
        {
            "Next.js" => "out",
            "Nuxt" => ".output/public",
            "SvelteKit" => "build",
            "Remix" or "React Router" => "build/client",
            "Astro" => "dist",
            _ => null,
        };
        if (draft.Framework == "Nuxt" && NodePackage.In(draft.Folder) is { } package)
        {
            draft.Builds(package.Manager.Execute("nuxt generate"), NodePackage.FileName, "the spec wants a static site");
        }

        if (output is not null)
        {
            return draft.Publishes(output, NodePackage.FileName, $"{draft.Framework} exports a site there");
        }

        // The spec's output_dir, or else its customary folders, are looked for after the build.
        draft.As(ComponentKind.StaticSite);
        return draft.BuildCommand is null
            ? draft.Lacks("No files to serve were found: state output_dir, or build_command.")
            : draft.Lacks(null);
    }
}
