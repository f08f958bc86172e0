using Pipelines.Activities.Builds;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Tests.Builds;

public sealed class BuildKeysTests
{
    private static readonly ServiceSpec s_web = new() { Name = "web", SourceDir = "api", BuildCommand = "make" };
    private static readonly AppSpec s_spec = new() { Name = "shop", Services = [s_web] };

    [Fact]
    public void WhatMattersToTheBuildChangesTheKey()
    {
        string[] keys =
        [
            Key(s_web),
            Key(s_web with { SourceDir = "web" }),
            Key(s_web with { BuildCommand = "make all" }),
            Key(s_web with { DockerfilePath = "Dockerfile" }),
            Key(s_web with { EnvironmentSlug = "go" }),
            Key(s_web, environment: new() { ["A"] = "1" }),
            Key(s_web, environment: new() { ["A"] = "2" }),
            Key(s_web, url: "https://git.example/other.git"),
            Key(s_web, spec: s_spec with { Features = ["buildpack-stack=ubuntu-22"] }),
        ];
        keys.Distinct(StringComparer.Ordinal).Count().ShouldBe(keys.Length);
    }

    [Fact]
    public void WhatOnlyMattersAtRunTimeDoesNot()
    {
        Key(s_web with { RunCommand = "./server", InstanceCount = 3, HttpPort = 3000, SourceDir = "/api/" }).ShouldBe(Key(s_web));
        Key(s_web, spec: s_spec with { Features = ["other"] }).ShouldBe(Key(s_web));
    }

    [Fact]
    public void TheOrderOfVariablesDoesNotMatter() =>
        Key(s_web, environment: new() { ["A"] = "1", ["B"] = "2" }).ShouldBe(Key(s_web, environment: new() { ["B"] = "2", ["A"] = "1" }));

    [Fact]
    public void NeighbouringPartsAreKeptApart() =>
        Key(s_web with { BuildCommand = "ab", EnvironmentSlug = "c" }).ShouldNotBe(Key(s_web with { BuildCommand = "a", EnvironmentSlug = "bc" }));

    [Fact]
    public void ABuildIsOfASpecAndATree()
    {
        BuildKeys.OfBuild("spec", "tree").ShouldBe(BuildKeys.OfBuild("spec", "tree"));
        BuildKeys.OfBuild("spec", "tree").ShouldNotBe(BuildKeys.OfBuild("spec", "other tree"));
    }

    private static string Key(ServiceSpec service, AppSpec? spec = null, Dictionary<string, string>? environment = null, string url = "https://git.example/shop.git") =>
        BuildKeys.OfSpec(spec ?? s_spec, service, url, environment ?? []);
}
