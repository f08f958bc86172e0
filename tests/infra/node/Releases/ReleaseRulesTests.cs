using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Node.Releases;

namespace Pipelines.Node.Tests.Releases;

public sealed class ReleaseRulesTests
{
    [Theory]
    [InlineData("http://10.96.0.12:8080")]
    [InlineData("http://web.app-1.svc.cluster.local")]
    [InlineData("https://origin.example.test:8443/")]
    [InlineData("http://[fd00::1]:80")]
    public void An_upstream_is_a_host_and_a_port(string url) => Check(url).ShouldBeNull();

    [Theory]
    [InlineData("ftp://10.0.0.1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("unix:/run/docker.sock")]
    [InlineData("http://10.0.0.1/path")]
    [InlineData("http://10.0.0.1/?a=b")]
    [InlineData("http://10.0.0.1/#here")]
    [InlineData("http://user:secret@10.0.0.1")]
    [InlineData("http://10.0.0.1:0")]
    [InlineData("10.0.0.1:80")]
    [InlineData("/run/docker.sock")]
    public void Anything_else_is_refused(string url)
    {
        var problem = Check(url).ShouldNotBeNull();
        problem.ShouldContain("upstream of 'web'");
        problem.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(ComponentKind.Worker)]
    [InlineData(ComponentKind.StaticSite)]
    public void Only_services_are_served_elsewhere(ComponentKind kind) =>
        ReleaseRules.Check(Component("http://10.0.0.1") with { Kind = kind }).ShouldNotBeNull().ShouldContain("no service");

    [Fact]
    public void A_job_needs_an_image() =>
        ReleaseRules.Check(new JobRun { Key = "k", AppId = "a", ReleaseId = "r", Component = Component("http://10.0.0.1") }).ShouldNotBeNull().ShouldContain("no image");

    private static string? Check(string url) => ReleaseRules.Check(Component(url));

    private static ReleaseComponent Component(string url) => new() { Name = "web", Kind = ComponentKind.Service, Upstream = new Uri(url, UriKind.RelativeOrAbsolute) };
}
