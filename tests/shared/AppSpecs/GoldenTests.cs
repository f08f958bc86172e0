using System.Text.Json;

namespace Pipelines.AppSpecs.Tests;

public sealed class GoldenTests
{
    [Fact]
    public void Every_field_survives_the_round_trip_through_both_notations()
    {
        var spec = TestSpecs.Valid(TestSpecs.Golden("everything.yaml"));

        TestSpecs.Valid(AppSpecWriter.ToYaml(spec)).ShouldBe(spec);
        TestSpecs.Valid(AppSpecWriter.ToJson(spec)).ShouldBe(spec);
        AppSpecParser.Parse(JsonSerializer.SerializeToElement(spec, AppSpecJson.Options)).Spec.ShouldBe(spec);
    }

    [Fact]
    public void The_golden_file_names_every_field_of_the_schema()
    {
        var spec = TestSpecs.Valid(TestSpecs.Golden("everything.yaml"));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Collect(JsonSerializer.SerializeToElement(spec, AppSpecJson.Options), SpecShape.AppSpec, "", seen);

        Expected(SpecShape.AppSpec, "").Except(seen).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("single-service")]
    [InlineData("monorepo")]
    public void Real_looking_specs_normalise_as_recorded(string name)
    {
        var spec = TestSpecs.Valid(TestSpecs.Golden(name + ".yaml"));

        AppSpecWriter.ToYaml(AppSpecNormalizer.Normalize(spec)).ShouldBe(TestSpecs.Golden(name + ".normalized.yaml"));
    }

    private static void Collect(JsonElement element, SpecShape shape, string path, HashSet<string> seen)
    {
        foreach (var item in element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().ToList() : [])
        {
            Collect(item, shape.Item!, path, seen);
        }

        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in element.EnumerateObject())
            {
                seen.Add(path + "." + field.Name);
                Collect(field.Value, shape.Fields[field.Name], path + "." + field.Name, seen);
            }
        }
    }

    /// <summary>What one kind of component cannot have of a part that others have too is left out.</summary>
    private static IEnumerable<string> Expected(SpecShape shape, string path)
    {
        var inner = shape.Kind == SpecShapeKind.List ? shape.Item! : shape;
        foreach (var (name, field) in inner.Fields)
        {
            var full = $"{path}.{name}";
            var isShared = full.Contains(".cors.", StringComparison.Ordinal) || full.Contains("log_destinations.", StringComparison.Ordinal)
                || full.Contains(".image.", StringComparison.Ordinal) || full.Contains(".alerts.", StringComparison.Ordinal)
                || full.Contains(".envs.", StringComparison.Ordinal) || full.Contains(".autoscaling.", StringComparison.Ordinal)
                || name is "git" or "github" or "gitlab" or "bitbucket" or "image" || full.Contains(".git", StringComparison.Ordinal)
                || full.Contains(".bitbucket.", StringComparison.Ordinal) || full.Contains("match.", StringComparison.Ordinal)
                || full.EndsWith("termination.drain_seconds", StringComparison.Ordinal) || full.Contains("liveness_health_check.", StringComparison.Ordinal)
                || full.EndsWith(".routes.preserve_path_prefix", StringComparison.Ordinal);
            var isOfBase = name is "dockerfile_path" or "build_command" or "run_command" or "source_dir" or "environment_slug" or "envs" or "autoscaling" or "log_destinations" or "alerts";
            if (!isShared && (!isOfBase || full.StartsWith(".services.", StringComparison.Ordinal)))
            {
                yield return full;
            }

            foreach (var below in Expected(field, full))
            {
                yield return below;
            }
        }
    }
}
