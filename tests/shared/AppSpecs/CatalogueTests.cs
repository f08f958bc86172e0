namespace Pipelines.AppSpecs.Tests;

public sealed class CatalogueTests
{
    [Theory]
    [InlineData("apps-s-1vcpu-0.5gb", 1, 512, 5, true)]
    [InlineData("apps-s-1vcpu-1gb-fixed", 1, 1024, 10, true)]
    [InlineData("apps-s-1vcpu-1gb", 1, 1024, 12, false)]
    [InlineData("apps-s-1vcpu-2gb", 1, 2048, 25, false)]
    [InlineData("apps-s-2vcpu-4gb", 2, 4096, 50, false)]
    [InlineData("apps-d-1vcpu-0.5gb", 1, 512, 29, false)]
    [InlineData("apps-d-1vcpu-1gb", 1, 1024, 34, false)]
    [InlineData("apps-d-1vcpu-2gb", 1, 2048, 39, false)]
    [InlineData("apps-d-1vcpu-4gb", 1, 4096, 49, false)]
    [InlineData("apps-d-2vcpu-4gb", 2, 4096, 78, false)]
    [InlineData("apps-d-2vcpu-8gb", 2, 8192, 98, false)]
    [InlineData("apps-d-4vcpu-8gb", 4, 8192, 156, false)]
    [InlineData("apps-d-4vcpu-16gb", 4, 16384, 196, false)]
    [InlineData("apps-d-8vcpu-32gb", 8, 32768, 392, false)]
    public void Sizes_are_those_of_the_price_list(string slug, int cpus, int mebibytes, int dollars, bool single)
    {
        var size = InstanceSizes.Resolve(slug);

        (size.Cpus, size.MemoryBytes, size.UsdPerMonth, size.SingleInstanceOnly).ShouldBe((cpus, mebibytes * 1024L * 1024, dollars, single));
        size.CpuType.ShouldBe(slug.StartsWith("apps-s", StringComparison.Ordinal) ? InstanceCpuType.Shared : InstanceCpuType.Dedicated);
    }

    [Theory]
    [InlineData("basic-xxs")]
    [InlineData("basic-xs")]
    [InlineData("basic-s")]
    [InlineData("basic-m")]
    [InlineData("professional-xs")]
    [InlineData("professional-s")]
    [InlineData("professional-m")]
    [InlineData("professional-1l")]
    [InlineData("professional-l")]
    [InlineData("professional-xl")]
    public void Old_sizes_stand_for_one_of_today(string slug)
    {
        InstanceSizes.All.ShouldContain(InstanceSizes.Resolve(slug));
        InstanceSizes.All.Count.ShouldBe(14);
    }

    [Fact]
    public void An_unknown_size_is_none()
    {
        InstanceSizes.TryResolve("huge", out _).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => InstanceSizes.Resolve("huge"));
        InstanceSizes.Resolve(null).ShouldBe(InstanceSizes.Default);
    }

    [Theory]
    [InlineData("fra", "fra")]
    [InlineData("fra1", "fra")]
    [InlineData("nyc3", "nyc")]
    [InlineData("sgp1", "sgp")]
    [InlineData(null, "nyc")]
    public void Regions_are_found_by_old_slugs_too(string? slug, string expected)
    {
        Regions.TryResolve(slug, out var region).ShouldBeTrue();
        region.ShouldNotBeNull().Slug.ShouldBe(expected);
        Regions.All.Select(known => known.Slug).ShouldBe(["ams", "atl", "blr", "fra", "lon", "nyc", "sfo", "sgp", "syd", "tor"]);
    }

    [Theory]
    [InlineData("1h30m", 5400)]
    [InlineData("90s", 90)]
    [InlineData("1.5h", 5400)]
    [InlineData("250ms", 0.25)]
    [InlineData("0", 0)]
    public void Durations_are_read_as_go_writes_them(string text, double seconds)
    {
        SpecDuration.TryParse(text, out var duration).ShouldBeTrue();
        duration.TotalSeconds.ShouldBe(seconds);
        SpecDuration.TryParse(SpecDuration.Format(duration), out var again).ShouldBeTrue();
        again.ShouldBe(duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("h")]
    [InlineData("-1h")]
    [InlineData("1x")]
    [InlineData("1..5h")]
    [InlineData("99999999h")]
    public void What_is_no_duration_is_not_read(string text) => SpecDuration.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(@"(a)\1")]
    [InlineData(@"\k<x>")]
    [InlineData("(?=a)")]
    [InlineData("(?!a)")]
    [InlineData("(?<=a)")]
    [InlineData("(?<!a)")]
    [InlineData("(?>a)")]
    [InlineData("(?(a)b|c)")]
    [InlineData("(?<a>x)(?<b-a>y)")]
    [InlineData("(?x)a#")]
    [InlineData("a)(?:b")]
    [InlineData("(a{40}){40}")]
    [InlineData("[a")]
    public void Expressions_that_re2_does_not_have_are_refused(string pattern) =>
        Should.Throw<ArgumentException>(() => BoundedRegex.Create(pattern));

    [Theory]
    [InlineData("(?i)A", "a", true)]
    [InlineData("(?<name>a)[(?=]", "a(", true)]
    [InlineData(@"https://.*\.example\.com", "https://a.example.com", true)]
    [InlineData(@"https://.*\.example\.com", "https://a.example.com.evil.org", false)]
    [InlineData("a|b", "b", true)]
    [InlineData("a|b", "bb", false)]
    public void Bounded_expressions_match_whole_texts(string pattern, string text, bool matches) =>
        BoundedRegex.Create(pattern).IsMatch(text).ShouldBe(matches);
}
