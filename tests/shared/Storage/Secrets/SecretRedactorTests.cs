using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pipelines.Storage.Secrets;

namespace Pipelines.Storage.Tests.Secrets;

public sealed class SecretRedactorTests
{
    [Theory]
    [InlineData("password is hunter2!", "password is ***")]
    [InlineData("hunter2!hunter2!", "******")]
    [InlineData("nothing", "nothing")]
    [InlineData("hunter2!-and-more", "***")]
    [InlineData("url?p=hunter2%21&x", "url?p=***&x")]
    [InlineData("abc short is left", "abc short is left")]
    public void Known_secrets_are_hidden_the_longest_first(string text, string expected) =>
        new SecretRedactor(["abc", "hunter2!", "hunter2!-and-more", ""]).Redact(text).ShouldBe(expected);

    [Fact]
    public void Secrets_that_overlap_are_hidden_together() =>
        new SecretRedactor(["abcdef", "defghi", "hijklm"]).Redact("<abcdefghijklm>").ShouldBe("<***>");

    [Fact]
    public void Common_encodings_are_hidden()
    {
        const string secret = "p@ss \"wörd\"/+&";
        var redactor = new SecretRedactor([secret]);
        var encodings = new[]
        {
            secret,
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
            Uri.EscapeDataString(secret),
            System.Net.WebUtility.UrlEncode(secret),
            System.Text.Json.JsonSerializer.Serialize(secret)[1..^1],
        };
        foreach (var encoding in encodings)
        {
            redactor.Redact($"before {encoding} after").ShouldMatch(@"^before \*\*\*=* after$", encoding);
        }
    }

    [Theory]
    [InlineData("u")]
    [InlineData("us")]
    [InlineData("use")]
    [InlineData("user")]
    public void A_secret_within_base64_is_hidden_whatever_is_before_it(string user)
    {
        const string secret = "correct-horse-battery";
        var header = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}:tail"));
        var redacted = new SecretRedactor([secret]).Redact($"Authorization: Basic {header}");
        redacted.ShouldContain("***");
        redacted.Length.ShouldBeLessThan($"Authorization: Basic {header}".Length - 20);
    }

    [Fact]
    public void Each_line_of_a_key_is_hidden()
    {
        var redactor = new SecretRedactor(["-----BEGIN KEY-----\nMIIabcdefgh\r\nijklmnopqr\n-----END KEY-----\n"]);
        redactor.Redact("MIIabcdefgh").ShouldBe("***");
        redactor.Redact("  ijklmnopqr").ShouldBe("  ***");
    }

    [Fact]
    public void No_secret_is_left_in_any_text() => Check.QuickThrowOnFailure(Prop.ForAll<NonNull<string>[], NonNull<string>[]>((secrets, texts) =>
    {
        var known = secrets.Select(secret => "key" + secret.Get.Replace('*', 'x')).Where(secret => secret.Length >= 4).ToArray();
        var redactor = new SecretRedactor(known);
        var text = string.Concat(texts.Select((part, i) => part.Get + known.ElementAtOrDefault(i) + known.FirstOrDefault()));
        var redacted = redactor.Redact(text);
        known.ShouldAllBe(secret => !redacted.Contains(secret, StringComparison.Ordinal));
        if (known.Length == 0)
        {
            redacted.ShouldBe(text);
        }
    }));
}
