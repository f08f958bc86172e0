using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Pipelines.Oci.Tests;

public sealed class DockerConfigTests
{
    [Fact]
    public void Credentials_are_found_by_host()
    {
        var auth = Convert.ToBase64String("robot:p:w"u8);
        var config = DockerConfig.Parse(Encoding.UTF8.GetBytes($$$"""
            {"auths":{"registry.example.com:5000":{"auth":"{{{auth}}}"},"https://old.example/v1/":{"username":"me","password":"secret"},"empty":{}},
            "credHelpers":{"helped.example":"gcloud"},"credsStore":"desktop"}
            """));
        config.Find("registry.example.com:5000").ShouldBe(new RegistryCredentials("robot", "p:w"));
        config.Find("old.example").ShouldBe(new RegistryCredentials("me", "secret"));
        config.Find("registry.example.com").ShouldBeNull();
        config.Find("empty").ShouldBeNull();
        config.Find("helped.example").ShouldBeNull();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"auths\":{\"a\":{\"auth\":\"???\"}}}")]
    [InlineData("{\"auths\":{\"a\":{\"auth\":\"bm9jb2xvbg==\"}}}")]
    public void A_malformed_config_is_refused(string text) =>
        Should.Throw<FormatException>(() => DockerConfig.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Secrets_are_not_in_any_text()
    {
        new RegistryCredentials("robot", "s3cret").ToString().ShouldNotContain("s3cret");
        new ImageRegistryOptions { Username = "robot", Password = "s3cret" }.ToString().ShouldNotContain("s3cret");
        new RegistryOptions { Registry = "localhost", Credentials = new RegistryCredentials("robot", "s3cret") }.ToString().ShouldNotContain("s3cret");
    }

    [Theory]
    [InlineData(null, typeof(LayoutRegistry))]
    [InlineData("localhost:5000", typeof(RegistryClient))]
    public void The_configuration_decides_on_the_store(string? host, Type expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Registry:Host"] = host,
            ["Registry:Directory"] = "somewhere",
        }).Build();
        using var services = new ServiceCollection().AddImageRegistry(configuration.GetSection("Registry")).BuildServiceProvider();
        services.GetRequiredService<IImageRegistry>().ShouldBeOfType(expected);
    }
}
