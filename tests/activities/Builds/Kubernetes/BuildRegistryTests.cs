using System.Net;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Builds.Kubernetes;
using Pipelines.Activities.Builds.Kubernetes.Manifests;
using Pipelines.Activities.Builds.Kubernetes.Running;
using Pipelines.Oci;

namespace Pipelines.Activities.Tests.Builds.Kubernetes;

/// <summary>What a build gets of a registry's credentials.</summary>
public sealed class BuildRegistryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_platforms_own_password_is_kept_from_the_commands_of_a_Dockerfile()
    {
        var options = new KubernetesBuildOptions();
        using var client = Asking("Basic realm=\"registry\"");
        var registry = new BuildRegistry(client, Options.Create(options));
        var target = registry.TargetOf("d1-web", "apps/a1/web");
        target.Image.ShouldStartWith("registry.example/apps/a1/web:build-");
        (await registry.GrantAsync(target, runsForeignCode: false, Cancellation)).IsScoped.ShouldBeFalse();
        (await Should.ThrowAsync<BuildException>(registry.GrantAsync(target, runsForeignCode: true, Cancellation))).Message.ShouldContain("ShareRegistryCredentials");
        options.ShareRegistryCredentials = true;
        (await registry.GrantAsync(target, runsForeignCode: true, Cancellation)).Authorization.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_open_registry_needs_none()
    {
        using var client = Asking(null);
        var registry = new BuildRegistry(client, Options.Create(new KubernetesBuildOptions { RegistryHost = "10.0.0.9:5000" }));
        var target = registry.TargetOf("d1-web", "apps/a1/web");
        target.Registry.ShouldBe("10.0.0.9:5000");
        (await registry.GrantAsync(target, runsForeignCode: true, Cancellation)).Authorization.ShouldBeNull();
    }

    [Theory]
    [InlineData(null, "{}", """{"auths":{}}""")]
    [InlineData("Bearer abc", """{"r:1":"Bearer abc"}""", """{"auths":{"r:1":{"registrytoken":"abc"}}}""")]
    [InlineData("Basic dTpw", """{"r:1":"Basic dTpw"}""", """{"auths":{"r:1":{"auth":"dTpw"}}}""")]
    public void Each_tool_gets_the_leave_in_its_own_form(string? authorization, string lifecycle, string docker)
    {
        var access = BuildAccess.Of(new Uri("https://platform.example/x"), "metadata", "r:1", new RegistryGrant(authorization, null, true));
        access.Values[BuildSecretRenderer.RegistryAuth].ShouldBe(lifecycle);
        access.Values[BuildSecretRenderer.DockerConfig].ShouldBe(docker);
        access.Values[BuildSecretRenderer.SourceUrl].ShouldBe("https://platform.example/x");
        access.ToString().ShouldNotContain("abc");
    }

    [Fact]
    public void Without_a_registry_the_message_says_what_to_set()
    {
        var registry = new BuildRegistry(new LayoutRegistry(Path.GetTempPath()), Options.Create(new KubernetesBuildOptions()));
        Should.Throw<BuildException>(() => registry.TargetOf("k", "apps/a")).Message.ShouldContain("Pipelines:Registry:Host");
    }

    private static RegistryClient Asking(string? challenge) => new(
        new RegistryOptions { Registry = "registry.example", Credentials = new RegistryCredentials("platform", "s3cret") },
        new HttpClient(new Challenger(challenge)));

    private sealed class Challenger(string? challenge) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(challenge is null ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
            if (challenge is not null)
            {
                response.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge);
            }

            return Task.FromResult(response);
        }
    }
}
