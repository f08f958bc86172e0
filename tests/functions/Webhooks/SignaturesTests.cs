using Microsoft.AspNetCore.Http;
using Pipelines.Functions.Webhooks;

namespace Pipelines.Functions.Tests.Webhooks;

public sealed class SignaturesTests
{
    [Fact]
    public void The_example_of_githubs_documentation_is_right()
    {
        var headers = new HeaderDictionary { ["X-Hub-Signature-256"] = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17" };
        Signatures.IsHexHmac(headers, "X-Hub-Signature-256", "Hello, World!"u8, "It's a Secret to Everybody").ShouldBeTrue();
        Signatures.IsHexHmac(headers, "X-Hub-Signature-256", "Hello, World?"u8, "It's a Secret to Everybody").ShouldBeFalse();
    }

    [Theory]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 0, true)]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 300, true)]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 301, false)]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", -301, false)]
    [InlineData("v1a,xx v2,yy v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 0, true)]
    [InlineData("v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 0, false)]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 0, false)]
    [InlineData("v1,", 0, false)]
    public void The_example_of_the_standard_webhooks_libraries_is_right(string signature, int secondsLater, bool isSigned)
    {
        var headers = new HeaderDictionary { ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek", ["webhook-timestamp"] = "1614265330", ["webhook-signature"] = signature };
        StandardWebhooks.IsSigned(headers, "{\"test\": 2432232314}"u8, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", DateTimeOffset.FromUnixTimeSeconds(1614265330 + secondsLater)).ShouldBe(isSigned);
    }
}
