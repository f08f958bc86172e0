using Pipelines.Activities.Detection;
using Pipelines.AppSpecs;

namespace Pipelines.Functions.Api.Detect;

/// <summary>The spec that a repository brings in its <c>.do</c> directory.</summary>
/// <param name="Path">The file; null where there is none.</param>
/// <param name="Result">What it says, or what is wrong with it; null without a file.</param>
internal sealed record SpecTemplate(string? Path, AppSpecResult? Result)
{
    private static readonly string[] s_paths = [".do/deploy.template.yaml", ".do/deploy.template.yml", ".do/app.yaml", ".do/app.yml"];

    /// <summary>Gets the spec when it is valid.</summary>
    public AppSpec? Spec => Result is { Spec: { } spec, Problems.Count: 0 } ? spec : null;

    /// <summary>Gets what is wrong with it; null when nothing is.</summary>
    public string? Error => Path is null || Spec is not null ? null : $"{Path}: {Result!.Problems.ToApiMessage()}";

    /// <summary>Looks for it.</summary>
    public static SpecTemplate Find(ISourceTree tree)
    {
        foreach (var path in s_paths)
        {
            // One byte more than a spec may have, so that a larger one is refused instead of cut.
            if (tree.Read(path, AppSpecLimits.Default.MaximumBytes + 1) is { } text)
            {
                return new SpecTemplate(path, AppSpecParser.Parse(text, AppSpecFormat.Yaml));
            }
        }

        return new SpecTemplate(null, null);
    }
}
