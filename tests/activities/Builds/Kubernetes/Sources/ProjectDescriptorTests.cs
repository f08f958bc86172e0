using Pipelines.Activities.Builds.Kubernetes.Sources;
using Pipelines.Activities.Tests.Doubles;

namespace Pipelines.Activities.Tests.Builds.Kubernetes.Sources;

public sealed class ProjectDescriptorTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Fact]
    public void Both_schemas_set_variables_and_the_rest_is_named()
    {
        var newer = Read("[_]\nschema-version = \"0.2\"\n[io.buildpacks]\nbuilder = \"x\"\n[[io.buildpacks.build.env]]\nname = \"A\"\nvalue = \"1\"\n[[io.buildpacks.build.env]]\nname = \"../B\"\nvalue = \"2\"\n");
        newer.Environment.ShouldBe(new Dictionary<string, string> { ["A"] = "1" });
        newer.Ignored.ShouldBe(["builder"]);
        Read("[build]\nexclude = [\"x\"]\n[[build.env]]\nname = \"A\"\nvalue = \"1\"\n").Environment["A"].ShouldBe("1");
    }

    [Fact]
    public void None_and_nonsense_ask_for_nothing()
    {
        ProjectDescriptor.Read(directory.Sub(".")).Environment.ShouldBeEmpty();
        var broken = Read("[[[");
        broken.Environment.ShouldBeEmpty();
        broken.Ignored.ShouldHaveSingleItem().ShouldContain("cannot be read");
    }

    public void Dispose() => directory.Dispose();

    private ProjectDescriptor Read(string text)
    {
        File.WriteAllText(directory.Sub("project.toml"), text);
        return ProjectDescriptor.Read(directory.Sub("."));
    }
}
