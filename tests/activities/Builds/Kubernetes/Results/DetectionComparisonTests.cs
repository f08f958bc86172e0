using Pipelines.Activities.Builds.Kubernetes.Results;
using Pipelines.Activities.Detection;
using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Activities.Tests.Builds.Kubernetes.Results;

public sealed class DetectionComparisonTests
{
    [Theory]
    [InlineData("node-js", "paketo-buildpacks/node-engine", true)]
    [InlineData("node-js", "heroku/nodejs", true)]
    [InlineData("node-js", "paketo-buildpacks/npm-install", true)]
    [InlineData("go", "paketo-buildpacks/go-dist", true)]
    [InlineData("go", "demo/django", false)]
    [InlineData("python", "paketo-buildpacks/cpython", true)]
    [InlineData("python", "heroku/ruby", false)]
    [InlineData("dotnet", "paketo-buildpacks/dotnet-core-sdk", true)]
    [InlineData("docker", "heroku/ruby", true)]
    public void Both_say_the_same_or_the_difference_is_told(string slug, string buildpack, bool isSame)
    {
        var difference = DetectionComparison.Describe(Detected(slug), [new("paketo-buildpacks/ca-certificates", "1"), new(buildpack, "2.3.4")]);
        (difference is null).ShouldBe(isSame);
        (difference?.Contains($"{buildpack} 2.3.4") ?? true).ShouldBeTrue();
    }

    [Fact]
    public void What_only_the_buildpacks_know_is_told() =>
        DetectionComparison.Describe(null, [new UsedBuildpack("demo/greeter", "1.2.3")])!.ShouldContain("demo/greeter 1.2.3");

    [Theory]
    [InlineData("sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", true)]
    [InlineData("[image]\ntags = [\"x\"]\ndigest = \"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n", true)]
    [InlineData("[image]\ndigest = \"../x\"\n", false)]
    [InlineData("]]nonsense", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_digest_is_taken_from_reports_of_both_kinds(string? report, bool isDigest) =>
        BuiltImageReader.DigestOf(report).ShouldBe(isDigest ? "sha256:" + new string('a', 64) : null);

    private static DetectedComponent Detected(string slug) => new() { Name = "web", Kind = ComponentKind.Service, Language = slug, EnvironmentSlug = slug };
}
