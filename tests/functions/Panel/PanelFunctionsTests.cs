using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Functions.Panel;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Panel;

public sealed partial class PanelFunctionsTests
{
    private const int FirstViewBudget = 100_000;
    private const int LongestFile = 400;

    [Fact]
    public async Task The_root_leads_to_the_panel_and_every_path_of_it_shows_the_page_without_a_token()
    {
        await using var api = await new TestApi().StartAsync();
        using var client = Client(api);
        using var root = await client.GetAsync("/", TestContext.Current.CancellationToken);
        root.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        root.Headers.Location!.ToString().ShouldBe("/panel");
        foreach (var path in (string[])["/panel", "/panel/new", "/panel/apps/x/logs?type=RUN"])
        {
            using var page = await client.GetAsync(path, TestContext.Current.CancellationToken);
            page.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
            page.Headers.CacheControl!.NoCache.ShouldBeTrue();
            (await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("{version}");
        }
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere_and_may_be_framed_by_nobody()
    {
        await using var api = await new TestApi().StartAsync();
        using var client = Client(api);
        using var page = await client.GetAsync("/panel", TestContext.Current.CancellationToken);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain("require-trusted-types-for 'script'");
        policy.ShouldNotContain("unsafe");
        page.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (Match address in Address().Matches(html))
        {
            address.Groups["to"].Value.ShouldStartWith("/panel/");
        }
    }

    [Fact]
    public async Task The_page_names_every_file_and_all_of_them_together_are_below_100_kB()
    {
        await using var api = await new TestApi().StartAsync();
        using var client = Client(api);
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");
        var files = api.Services.GetRequiredService<PanelFiles>();
        using var page = await client.GetAsync("/panel", TestContext.Current.CancellationToken);
        var bytes = await page.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var html = new StreamReader(new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress));
        var addresses = Address().Matches(await html.ReadToEndAsync(TestContext.Current.CancellationToken)).Select(match => match.Groups["to"].Value).ToList();
        addresses.Order(StringComparer.Ordinal).ShouldBe(files.All.Select(file => $"/panel/files/{files.Version}/{file.Name}").Order(StringComparer.Ordinal));

        var total = bytes.Length;
        foreach (var address in addresses)
        {
            using var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            answer.Content.Headers.ContentEncoding.ShouldBe(["br"]);
            answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
            total += (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"first view: {total} bytes in {addresses.Count + 1} files");
        total.ShouldBeLessThan(FirstViewBudget);
    }

    [Fact]
    public async Task A_file_that_is_known_is_not_sent_again_and_each_coding_has_a_tag_of_its_own()
    {
        await using var api = await new TestApi().StartAsync();
        using var client = Client(api);
        var files = api.Services.GetRequiredService<PanelFiles>();
        var address = $"/panel/files/{files.Version}/main.js";
        var tags = new List<string>();
        foreach (var coding in (string[])["identity", "gzip", "br", "gzip;q=0, br;q=0"])
        {
            using var first = await SendAsync(client, address, coding);
            var tag = first.Headers.ETag.ShouldNotBeNull();
            tag.IsWeak.ShouldBeFalse();
            tags.Add(tag.Tag);
            first.Headers.Vary.ShouldBe(["Accept-Encoding"]);
            using var again = await SendAsync(client, address, coding, tag.Tag);
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
            again.Headers.ETag!.Tag.ShouldBe(tag.Tag);
            (await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        }

        tags[..3].ShouldBeUnique();
        tags[3].ShouldBe(tags[0]);
        using var head = new HttpRequestMessage(HttpMethod.Head, address);
        using var answer = await client.SendAsync(head, TestContext.Current.CancellationToken);
        answer.Content.Headers.ContentLength!.Value.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Another_version_and_unknown_files_are_not_there()
    {
        await using var api = await new TestApi().StartAsync();
        using var client = Client(api);
        var version = api.Services.GetRequiredService<PanelFiles>().Version;
        foreach (var path in (string[])["/panel/files/0000000000000000/main.js", $"/panel/files/{version}/none.js", $"/panel/files/{version}/index.html", $"/panel/files/{version}/..%2f..%2fhost.json"])
        {
            using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public void No_file_is_long_and_none_makes_markup_of_text()
    {
        var files = new PanelFiles();
        foreach (var file in files.All)
        {
            var text = System.Text.Encoding.UTF8.GetString(file.For(new Microsoft.AspNetCore.Http.DefaultHttpContext().Request).Content.Span);
            text.Split('\n').Length.ShouldBeLessThan(LongestFile, file.Name);
            Markup().IsMatch(text).ShouldBeFalse(file.Name);
        }
    }

    private static HttpClient Client(TestApi api) => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = api.Client.BaseAddress };

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string address, string coding, string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
        if (known is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", $"\"other\", {known}");
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("""(?:href|src)="(?<to>[^"]+)" """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex Address();

    [GeneratedRegex("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|\\beval\\(|new Function", RegexOptions.None, 1000)]
    private static partial Regex Markup();
}
