using System.Text;

namespace Pipelines.Oci.Tests;

public sealed class ImageConfigTests
{
    [Fact]
    public void A_config_of_another_tool_is_read()
    {
        var config = ImageConfig.Parse("""
            {"architecture":"amd64","os":"linux","config":{"Entrypoint":null,"Cmd":["sh"],"Env":["A=b"],"ExposedPorts":{"80/tcp":{}},
            "Labels":null,"Volumes":null,"OnBuild":null},"rootfs":{"type":"layers","diff_ids":[]},"history":null,"unknown":{"x":[1]}}
            """u8);
        config.Config.Entrypoint.ShouldBeEmpty();
        config.Config.Cmd.ShouldBe(["sh"]);
        config.Config.ExposedPorts.ShouldBe(["80/tcp"]);
        config.Config.Labels.ShouldBeEmpty();
        config.History.ShouldBeEmpty();
    }

    [Fact]
    public void The_order_of_maps_does_not_matter()
    {
        var one = new ImageConfig { Config = new() { Labels = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }, ExposedPorts = ["2/tcp", "1/tcp"] } };
        var two = new ImageConfig { Config = new() { Labels = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }, ExposedPorts = ["1/tcp", "2/tcp"] } };
        one.ToUtf8Bytes().ShouldBe(two.ToUtf8Bytes());
        Encoding.UTF8.GetString(one.ToUtf8Bytes()).ShouldContain("\"diff_ids\":[]");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"config\":{\"ExposedPorts\":[]}}")]
    [InlineData("{\"rootfs\":{\"diff_ids\":[\"sha256:no\"]}}")]
    [InlineData("{\"os\":\"linux\",\"os\":\"windows\"}")]
    public void A_malformed_config_is_refused(string text) =>
        Should.Throw<InvalidImageException>(() => ImageConfig.Parse(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"config\":null,\"layers\":[]}")]
    [InlineData("{\"config\":{\"digest\":\"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"size\":-1},\"layers\":[]}")]
    [InlineData("{\"config\":{\"digest\":\"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"size\":1},\"layers\":[null]}")]
    public void A_malformed_manifest_is_refused(string text) =>
        Should.Throw<InvalidImageException>(() => ImageManifest.Parse(Encoding.UTF8.GetBytes(text)));
}
