using FsCheck;
using FsCheck.Fluent;

namespace Pipelines.Oci.Tests;

public sealed class ImageReferenceTests
{
    private const string Sha = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("nginx", "", "nginx", null)]
    [InlineData("nginx:1.27", "", "nginx", "1.27")]
    [InlineData("team/app:v1", "", "team/app", "v1")]
    [InlineData("localhost/app", "localhost", "app", null)]
    [InlineData("localhost:5000/a/b__c/d.e-f:T_1", "localhost:5000", "a/b__c/d.e-f", "T_1")]
    [InlineData("[::1]:5000/app:1", "[::1]:5000", "app", "1")]
    [InlineData("Registry.Example.com/app", "registry.example.com", "app", null)]
    public void References_are_read(string text, string registry, string repository, string? tag)
    {
        var reference = ImageReference.Parse(text);
        reference.Registry.ShouldBe(registry);
        reference.Repository.ShouldBe(repository);
        reference.Tag.ShouldBe(tag);
        reference.TagOrDigest.ShouldBe(tag ?? "latest");
        ImageReference.Parse(reference.ToString()).ShouldBe(reference);
    }

    [Fact]
    public void The_digest_decides()
    {
        var reference = ImageReference.Parse($"localhost:5000/app:v1@{Sha}");
        reference.Tag.ShouldBe("v1");
        reference.TagOrDigest.ShouldBe(Sha);
        reference.ToString().ShouldBe($"localhost:5000/app:v1@{Sha}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("UPPER/case")]
    [InlineData("a//b")]
    [InlineData("localhost:5000/../etc")]
    [InlineData("localhost:5000/a/./b")]
    [InlineData("app:")]
    [InlineData("app:.tag")]
    [InlineData("app@sha256:abc")]
    [InlineData("app:v1@md5:abc")]
    [InlineData("user@host/app")]
    [InlineData("-x.y/app")]
    [InlineData("host:port/app")]
    [InlineData("app:v1\n")]
    [InlineData("localhost:5000/a___b")]
    [InlineData("localhost:5000/a?b=c")]
    public void Everything_else_is_refused(string text)
    {
        ImageReference.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => ImageReference.Parse(text));
    }

    [Fact]
    public void Lengths_are_bounded()
    {
        ImageReference.TryParse("localhost/" + new string('a', 255), out _).ShouldBeTrue();
        ImageReference.TryParse("localhost/" + new string('a', 256), out _).ShouldBeFalse();
        ImageReference.TryParse("localhost/a:" + new string('t', 129), out _).ShouldBeFalse();
        ImageReference.TryParse(new string('a', 10_000_000), out _).ShouldBeFalse();
    }

    [Fact]
    public void No_text_makes_it_fail_and_what_is_read_survives_its_text()
    {
        var pieces = Gen.Elements("a", "B", "localhost", ":", "/", "@", ".", "..", "-", "_", "__", "5000", "sha256:", Sha, "[::1]", " ", "\0", "é");
        var texts = pieces.ArrayOf().Select(string.Concat);
        Prop.ForAll(
            texts.ToArbitrary(),
            text => !ImageReference.TryParse(text, out var reference) || ImageReference.Parse(reference.ToString()) == reference)
            .QuickCheckThrowOnFailure();
    }
}
