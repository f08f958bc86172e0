using System.Net;
using Pipelines.Activities.Source;

namespace Pipelines.Activities.Tests.Source;

public sealed class RepositoryAddressTests
{
    [Theory]
    [InlineData("https://Example.org/team/shop.git", "https://example.org/team/shop.git")]
    [InlineData("https://user:pass%40word@example.org:8443/x", "https://example.org:8443/x")]
    [InlineData("ssh://git@example.org:2222/x.git", "ssh://git@example.org:2222/x.git")]
    [InlineData("git@example.org:team/shop.git", "git@example.org:team/shop.git")]
    [InlineData("/srv/git/../git/shop", "file:///srv/git/shop")]
    [InlineData("https://[2001:db8::1]/x", "https://[2001:db8::1]/x")]
    public void Understands_the_usual_forms(string address, string url) => RepositoryAddressParser.Parse(address).Url.ShouldBe(url);

    [Theory]
    [InlineData("")]
    [InlineData("--upload-pack=touch /tmp/x")]
    [InlineData("-oProxyCommand=x")]
    [InlineData("ext::sh -c id")]
    [InlineData("ext::sh%20-c%20id")]
    [InlineData("fd::17")]
    [InlineData("ssh://-oProxyCommand=id/x")]
    [InlineData("ssh://git@-oProxyCommand=id/x")]
    [InlineData("-oProxyCommand=id:x")]
    [InlineData("git@host:-x")]
    [InlineData("ssh://-u@host/x")]
    [InlineData("https://host/a b")]
    [InlineData("https://host/a\nb")]
    [InlineData("https://host/a\0b")]
    [InlineData("https://host\\@evil/x")]
    [InlineData("https://ho%73t/x")]
    [InlineData("https://0x7f.1/x")]
    [InlineData("https://2130706433/x")]
    [InlineData("https://127.1/x")]
    [InlineData("https://host/x?y=z")]
    [InlineData("https://host/x#y")]
    [InlineData("https://host")]
    [InlineData("https:///x")]
    [InlineData("https://host:99999/x")]
    [InlineData("https://u:p%0a@host/x")]
    [InlineData("file://host/x")]
    [InlineData("ftp://host/x")]
    [InlineData("git://host/x")]
    [InlineData("relative/path")]
    [InlineData("../up")]
    public void Refuses_whatever_could_mean_something_else(string address) =>
        Should.Throw<SourceException>(() => RepositoryAddressParser.Parse(address));

    [Fact]
    public void Refuses_huge_ones() => Should.Throw<SourceException>(() => RepositoryAddressParser.Parse("https://host/" + new string('a', 5000)));

    [Fact]
    public void Messages_do_not_repeat_credentials()
    {
        var problem = Should.Throw<SourceException>(() => RepositoryAddressParser.Parse("https://user:topsecret@host/a b"));
        problem.Message.ShouldNotContain("topsecret");
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:192.168.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("64:ff9b::808:808", true)]
    public void Knows_the_public_internet(string address, bool isPublic) => PublicNetworks.Contains(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Theory]
    [InlineData("main", true)]
    [InlineData("feature/x-1", true)]
    [InlineData("-x", false)]
    [InlineData("--upload-pack=x", false)]
    [InlineData("a..b", false)]
    [InlineData("a b", false)]
    [InlineData("a:b", false)]
    [InlineData("a*", false)]
    [InlineData("@{1}", false)]
    [InlineData("a.lock", false)]
    [InlineData("/a", false)]
    public void Checks_revisions(string revision, bool isGood)
    {
        if (isGood)
        {
            RevisionName.Check(revision);
        }
        else
        {
            Should.Throw<SourceException>(() => RevisionName.Check(revision));
        }
    }

    [Fact]
    public async Task Private_networks_can_be_refused_also_behind_a_name()
    {
        var names = new Names { ["inside.example.org"] = [IPAddress.Parse("93.184.216.34"), IPAddress.Parse("10.0.0.1")] };
        using var source = new SourceFixture(options => options.AllowPrivateNetworks = false, names);
        foreach (var url in (string[])["https://inside.example.org/x", "https://127.0.0.1/x", "git@[::1]:x", "https://169.254.169.254/latest", "http://127.0.0.1/x"])
        {
            await Should.ThrowAsync<SourceException>(source.Provider.ResolveAsync(new(url, null), TestContext.Current.CancellationToken), url);
        }
    }

    private sealed class Names : Dictionary<string, IPAddress[]>, INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation) =>
            Task.FromResult(TryGetValue(host, out var found) ? found : IPAddress.TryParse(host, out var literal) ? [literal] : []);
    }
}
