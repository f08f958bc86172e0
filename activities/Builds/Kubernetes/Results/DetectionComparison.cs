using Pipelines.Activities.Detection;
using Pipelines.Deployments;

namespace Pipelines.Activities.Builds.Kubernetes.Results;

/// <summary>Compares what this platform took a source for with what the builder's buildpacks did. Pure.</summary>
internal static class DetectionComparison
{
    // Words in the ids of the known builders' buildpacks, by build environment.
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["node-js"] = ["node", "npm", "yarn", "pnpm"],
        ["python"] = ["python", "pip", "poetry", "conda"],
        ["go"] = ["go", "golang"],
        ["ruby"] = ["ruby", "bundle", "bundler", "rails", "puma", "rack"],
        ["php"] = ["php", "composer"],
        ["java"] = ["java", "jvm", "jdk", "maven", "gradle", "openjdk", "liberica", "sbt", "scala", "kotlin", "spring"],
        ["dotnet"] = ["dotnet", "icu"],
        ["rust"] = ["rust", "cargo"],
        ["procfile"] = ["procfile"],
        ["html"] = ["nginx", "httpd", "web", "static"],
    };

    /// <summary>Describes the difference.</summary>
    /// <returns>Null where both say the same.</returns>
    public static string? Describe(DetectedComponent? detected, IReadOnlyList<UsedBuildpack> buildpacks)
    {
        var used = string.Join(", ", buildpacks.Select(buildpack => $"{buildpack.Id} {buildpack.Version}"));
        if (detected is null)
        {
            return $"This platform's own detection did not know the source; the builder's buildpacks did: {used}";
        }

        if (!Words.TryGetValue(detected.EnvironmentSlug, out var words) || buildpacks.Any(buildpack => IsOf(buildpack.Id, words)))
        {
            return null;
        }

        var why = detected.Evidence.Count > 0 ? $" because of {detected.Evidence[0].File}" : string.Empty;
        return $"This platform's own detection took the source for {detected.Language}{why}; the builder's buildpacks decided otherwise, and built it: {used}";
    }

    private static bool IsOf(string id, string[] words) =>
        id.Split('/', '-', '_', '.').Any(part => words.Contains(part, StringComparer.OrdinalIgnoreCase)) || words.Any(word => word.Length > 3 && id.Contains(word, StringComparison.OrdinalIgnoreCase));
}
