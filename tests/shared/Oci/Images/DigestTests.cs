using FsCheck;
using FsCheck.Fluent;

namespace Pipelines.Oci.Tests;

public sealed class DigestTests
{
    [Fact]
    public void The_digest_of_nothing_is_the_known_one() =>
        Digest.Of([]).ToString().ShouldBe("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("sha256:../../../../etc/passwd0000000000000000000000000000000000000000000")]
    [InlineData("sha512:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Anything_else_is_refused(string text)
    {
        Digest.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => Digest.Parse(text));
    }

    [Fact]
    public void Every_digest_survives_its_text() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), content => Digest.Parse(Digest.Of(content).ToString()) == Digest.Of(content))
            .QuickCheckThrowOnFailure();
}
