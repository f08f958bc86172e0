using Microsoft.Extensions.Configuration;
using Pipelines.Storage.Secrets;

namespace Pipelines.Storage.Tests.Secrets;

public sealed class SecretKeyRingTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string KeyPath => _directory["data/secret.keys"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_first_start_makes_a_private_file_and_later_ones_use_it()
    {
        var value = new SecretProtector(SecretKeyRing.OpenOrCreate(KeyPath)).Protect("secret", "app");
        UnixMode.Of(KeyPath).ShouldBe(UnixMode.PrivateFile);
        new SecretProtector(SecretKeyRing.OpenOrCreate(KeyPath)).Unprotect(value, "app").ShouldBe("secret");
        Directory.GetFiles(Path.GetDirectoryName(KeyPath)!).ShouldBe([KeyPath]);
    }

    [Fact]
    public async Task Processes_that_start_at_once_agree_on_one_key()
    {
        var protectors = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => new SecretProtector(SecretKeyRing.OpenOrCreate(KeyPath)))));
        var value = protectors[0].Protect("secret", "app");
        Directory.GetFiles(Path.GetDirectoryName(KeyPath)!).ShouldBe([KeyPath]);
        protectors.ShouldAllBe(protector => protector.Unprotect(value, "app") == "secret");
    }

    [Fact]
    public void What_a_killed_process_left_is_removed()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyPath)!);
        File.WriteAllText(KeyPath + ".abc.tmp", "1:half");
        SecretKeyRing.OpenOrCreate(KeyPath);
        Directory.GetFiles(Path.GetDirectoryName(KeyPath)!).ShouldBe([KeyPath]);
    }

    [Fact]
    public void A_file_open_to_others_is_refused()
    {
        SecretKeyRing.OpenOrCreate(KeyPath);
        UnixMode.Set(KeyPath, UnixMode.PrivateFile | UnixFileMode.GroupRead);
        Should.Throw<InvalidOperationException>(() => SecretKeyRing.OpenOrCreate(KeyPath)).Message.ShouldContain("chmod 600");
    }

    [Theory]
    [InlineData("")]
    [InlineData("1:")]
    [InlineData("1:c2hvcnQ=")]
    [InlineData("x:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("0:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void A_malformed_file_is_refused_without_showing_it(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyPath)!);
        File.WriteAllText(KeyPath, content);
        UnixMode.Set(KeyPath, UnixMode.PrivateFile);
        Should.Throw<InvalidOperationException>(() => SecretKeyRing.OpenOrCreate(KeyPath)).Message.ShouldNotContain("AAAA");
    }

    [Fact]
    public void Keys_can_be_configured()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Pipelines:Secrets:Keys:1"] = Convert.ToBase64String(new byte[32]),
            ["Pipelines:Secrets:Keys:10"] = Convert.ToBase64String(new byte[32]),
            ["Pipelines:Secrets:Keys:9"] = Convert.ToBase64String(new byte[32]),
        }).Build();
        SecretKeyRing.FromConfiguration(configuration).ShouldNotBeNull().Newest.ShouldBe(10);
        SecretKeyRing.FromConfiguration(new ConfigurationBuilder().Build()).ShouldBeNull();
    }
}
