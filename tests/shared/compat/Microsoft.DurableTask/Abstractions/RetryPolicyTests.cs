namespace Microsoft.DurableTask;

public sealed class RetryPolicyTests
{
    [Fact]
    public void Values_out_of_range_are_refused_and_name_the_parameter()
    {
        var second = TimeSpan.FromSeconds(1);

        Refused(() => new RetryPolicy(0, second)).ShouldBe("maxNumberOfAttempts");
        Refused(() => new RetryPolicy(1, TimeSpan.Zero)).ShouldBe("firstRetryInterval");
        Refused(() => new RetryPolicy(1, second, 0.5)).ShouldBe("backoffCoefficient");
        Refused(() => new RetryPolicy(1, second, maxRetryInterval: second / 2)).ShouldBe("maxRetryInterval");
        Refused(() => new RetryPolicy(1, second, retryTimeout: second / 2)).ShouldBe("retryTimeout");
    }

    [Fact]
    public void Defaults_are_an_hour_at_most_between_attempts_and_no_end()
    {
        var policy = new RetryPolicy(3, TimeSpan.FromSeconds(1), retryTimeout: Timeout.InfiniteTimeSpan);

        policy.BackoffCoefficient.ShouldBe(1);
        policy.MaxRetryInterval.ShouldBe(TimeSpan.FromHours(1));
        policy.RetryTimeout.ShouldBe(Timeout.InfiniteTimeSpan);
    }

    private static string? Refused(Func<RetryPolicy> make) => Should.Throw<ArgumentOutOfRangeException>(() => make()).ParamName;
}
