using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Pipelines.Storage.Secrets;

namespace Pipelines.Storage.Tests.Secrets;

public sealed class SecretProtectorTests
{
    private static readonly byte[] First = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Second = RandomNumberGenerator.GetBytes(32);
    private readonly SecretProtector _protector = new(new SecretKeyRing(new Dictionary<int, byte[]> { [1] = First }));

    [Fact]
    public void A_protected_value_has_the_platforms_form_and_comes_back() => Check.QuickThrowOnFailure(Prop.ForAll<NonNull<string>, NonNull<string>>((plain, context) =>
    {
        // FsCheck makes lone surrogates too; they are refused, as another test shows.
        var text = string.Concat(plain.Get.Where(character => !char.IsSurrogate(character)));
        var value = _protector.Protect(text, context.Get);
        value.ShouldMatch(@"^EV\[1:[A-Za-z0-9+/]{16}:[A-Za-z0-9+/]+={0,2}\]$");
        SecretProtector.IsProtected(value).ShouldBeTrue();
        _protector.Unprotect(value, context.Get).ShouldBe(text);
        _protector.TryUnprotect(value, context.Get + "x", out _).ShouldBeFalse();
    }));

    [Fact]
    public void The_same_value_is_never_protected_the_same_way_twice() => _protector.Protect("secret", "app").ShouldNotBe(_protector.Protect("secret", "app"));

    [Fact]
    public void A_changed_value_is_refused()
    {
        var value = _protector.Protect("secret", "app");
        for (var i = 0; i < value.Length; i++)
        {
            foreach (var other in "A9+]:")
            {
                var changed = value[..i] + other + value[(i + 1)..];
                if (changed != value && Decoded(changed) != Decoded(value))
                {
                    _protector.TryUnprotect(changed, "app", out var plain).ShouldBeFalse(changed);
                    plain.ShouldBe("");
                }
            }
        }

        Should.Throw<CryptographicException>(() => _protector.Unprotect(value[..^5] + "]", "app")).Message.ShouldNotContain("secret key");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("EV[]")]
    [InlineData("EV[1::]")]
    [InlineData("EV[0:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAA]")]
    [InlineData("EV[99999999999:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAA]")]
    [InlineData("EV[1:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAA]\n")]
    [InlineData(" EV[1:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAA]")]
    public void What_is_not_protected_is_told_apart(string? value)
    {
        SecretProtector.IsProtected(value).ShouldBeFalse();
        _protector.TryUnprotect(value, "app", out _).ShouldBeFalse();
    }

    [Fact]
    public void Any_text_at_all_is_answered() => Check.QuickThrowOnFailure(Prop.ForAll<NonNull<string>>(text =>
    {
        _protector.TryUnprotect(text.Get, "app", out _).ShouldBeFalse();
        _protector.TryUnprotect($"EV[1:{text.Get}]", "app", out _).ShouldBeFalse();
        _protector.TryUnprotect($"EV[1:AAAAAAAAAAAAAAAA:{text.Get}]", "app", out _).ShouldBeFalse();
    }));

    [Fact]
    public void A_new_key_protects_and_the_old_one_still_reads()
    {
        var old = _protector.Protect("secret", "app");
        var rotated = new SecretProtector(new SecretKeyRing(new Dictionary<int, byte[]> { [1] = First, [2] = Second }));
        rotated.Unprotect(old, "app").ShouldBe("secret");
        var value = rotated.Protect("secret", "app");
        value.ShouldStartWith("EV[2:");
        _protector.TryUnprotect(value, "app", out _).ShouldBeFalse();

        // The number is part of what is authenticated.
        rotated.TryUnprotect(old.Replace("EV[1:", "EV[2:", StringComparison.Ordinal), "app", out _).ShouldBeFalse();
    }

    [Fact]
    public void What_cannot_come_back_is_refused()
    {
        Should.Throw<ArgumentException>(() => _protector.Protect("lone \ud800 surrogate", "app"));
        Should.Throw<ArgumentException>(() => _protector.Protect(new string('x', SecretProtector.MaximumLength + 1), "app"));
        var greatest = new string('x', SecretProtector.MaximumLength);
        _protector.Unprotect(_protector.Protect(greatest, "app"), "app").ShouldBe(greatest);
    }

    // The last character before padding carries bits that base64 ignores.
    private static string Decoded(string value)
    {
        try
        {
            return string.Join(':', value[3..^1].Split(':').Select((part, i) => i == 0 ? part : Convert.ToHexString(Convert.FromBase64String(part)))) + value[..3] + value[^1];
        }
        catch (FormatException)
        {
            return "malformed";
        }
    }
}
