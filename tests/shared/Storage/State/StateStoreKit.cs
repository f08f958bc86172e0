using System.Globalization;
using Pipelines.Storage.State;

namespace Pipelines.Storage.Tests.State;

/// <summary>What every state store must do.</summary>
public abstract class StateStoreKit : IAsyncLifetime
{
    private IStateStore? _store;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IStateStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(_store);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_document_is_read_as_it_was_written()
    {
        const string json = """{"text":"ä 𝄞 \u0000 \"","n":1}""";
        var etag = await Store.PutAsync("apps", "one", json, cancellation: Cancellation);
        (await Store.GetAsync("apps", "one", Cancellation)).ShouldBe(new StateDocument("one", json, etag.ShouldNotBeNull()));
        (await Store.GetAsync("apps", "two", Cancellation)).ShouldBeNull();
        (await Store.GetAsync("others", "one", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_write_happens_only_while_its_condition_holds()
    {
        var first = (await Store.PutAsync("apps", "a", "1", StateCondition.IfAbsent, Cancellation)).ShouldNotBeNull();
        (await Store.PutAsync("apps", "a", "2", StateCondition.IfAbsent, Cancellation)).ShouldBeNull();
        var second = (await Store.PutAsync("apps", "a", "3", StateCondition.IfMatch(first), Cancellation)).ShouldNotBeNull();
        second.ShouldNotBe(first);
        (await Store.PutAsync("apps", "a", "4", StateCondition.IfMatch(first), Cancellation)).ShouldBeNull();
        (await Store.GetAsync("apps", "a", Cancellation)).ShouldBe(new StateDocument("a", "3", second));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("W/\"1\"")]
    [InlineData("1\r\nx-ms-evil: 1")]
    [InlineData("0x8DDEADBEEF")]
    public async Task A_tag_no_read_returned_holds_for_nothing(string tag)
    {
        await Store.PutAsync("apps", "a", "1", cancellation: Cancellation);
        (await Store.PutAsync("apps", "a", "2", StateCondition.IfMatch(tag), Cancellation)).ShouldBeNull();
        (await Store.PutAsync("apps", "absent", "2", StateCondition.IfMatch(tag), Cancellation)).ShouldBeNull();
        (await Store.DeleteAsync("apps", "a", StateCondition.IfMatch(tag), Cancellation)).ShouldBeFalse();
        (await Store.CountAsync("apps", "", Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task A_deletion_happens_once_and_only_while_its_condition_holds()
    {
        var first = (await Store.PutAsync("apps", "a", "1", cancellation: Cancellation)).ShouldNotBeNull();
        var second = (await Store.PutAsync("apps", "a", "2", cancellation: Cancellation)).ShouldNotBeNull();
        (await Store.DeleteAsync("apps", "a", StateCondition.IfMatch(first), Cancellation)).ShouldBeFalse();
        (await Store.DeleteAsync("apps", "a", StateCondition.IfAbsent, Cancellation)).ShouldBeFalse();
        (await Store.DeleteAsync("apps", "a", StateCondition.IfMatch(second), Cancellation)).ShouldBeTrue();
        (await Store.DeleteAsync("apps", "a", cancellation: Cancellation)).ShouldBeFalse();
        (await Store.GetAsync("apps", "a", Cancellation)).ShouldBeNull();
        (await Store.PutAsync("apps", "a", "2", cancellation: Cancellation)).ShouldNotBe(second);
    }

    [Fact]
    public async Task Documents_are_listed_in_ordinal_order_page_by_page()
    {
        string[] keys = ["a", "a-b", "a.b", "a/b", "a/b/c", "a0", "ab", "b", "b/1", "b/10", "b/2", "z"];
        foreach (var key in keys.Reverse())
        {
            await Store.PutAsync("apps", key, $"\"{key}\"", cancellation: Cancellation);
            await Store.PutAsync("apps/a", key, "0", cancellation: Cancellation);
        }

        var ordered = keys.Order(StringComparer.Ordinal).ToArray();
        (await Store.ListAsync("apps", cancellation: Cancellation)).Select(document => document.Key).ShouldBe(ordered);
        (await Store.ListAsync("apps", "b", cancellation: Cancellation)).Select(document => document.Json).ShouldBe(["\"b\"", "\"b/1\"", "\"b/10\"", "\"b/2\""]);
        (await Store.ListAsync("apps", "b/1", "b/1", cancellation: Cancellation)).Select(document => document.Key).ShouldBe(["b/10"]);
        (await Store.CountAsync("apps", "a/", Cancellation)).ShouldBe(2);

        (await Store.ListKeysAsync("apps", cancellation: Cancellation)).ShouldBe(ordered);
        (await Store.ListKeysAsync("apps", "b", "b", 2, Cancellation)).ShouldBe(["b/1", "b/10"]);
        (await Store.ListKeysAsync("apps", "a/b/c", "a/b/c", cancellation: Cancellation)).ShouldBeEmpty();
        (await Store.ListKeysAsync("none", cancellation: Cancellation)).ShouldBeEmpty();

        var paged = new List<string>();
        for (IReadOnlyList<StateDocument> page; (page = await Store.ListAsync("apps", "", paged.LastOrDefault(), 5, Cancellation)).Count > 0;)
        {
            paged.AddRange(page.Select(document => document.Key));
        }

        paged.ShouldBe(ordered);
    }

    [Fact]
    public async Task Of_concurrent_conditional_writers_exactly_one_wins()
    {
        var etag = (await Store.PutAsync("apps", "a", "0", cancellation: Cancellation)).ShouldNotBeNull();
        for (var round = 0; round < 5; round++)
        {
            var present = etag;
            var tags = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Store.PutAsync("apps", "a", i.ToString(CultureInfo.InvariantCulture), StateCondition.IfMatch(present), Cancellation)));
            etag = tags.OfType<string>().ShouldHaveSingleItem();
            var created = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Store.PutAsync("apps", $"new-{round}", "0", StateCondition.IfAbsent, Cancellation)));
            created.OfType<string>().ShouldHaveSingleItem();
            var deleted = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Store.DeleteAsync("apps", $"new-{round}", cancellation: Cancellation)));
            deleted.Count(gone => gone).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Increments_of_many_writers_are_all_kept()
    {
        await Store.PutAsync("apps", "counter", "0", cancellation: Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => IncrementAsync()));
        (await Store.GetAsync("apps", "counter", Cancellation))!.Json.ShouldBe("10");
    }

    [Theory]
    [MemberData(nameof(HostileNames.All), MemberType = typeof(HostileNames))]
    [InlineData("aB")]
    public async Task A_hostile_name_is_refused(string name)
    {
        // A segment of 300 characters is too long in itself; one of 600 by the whole.
        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync("apps", name, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Store.PutAsync("apps", name, "1", cancellation: Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Store.PutAsync(name, "a", "1", cancellation: Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Store.DeleteAsync("apps", name, cancellation: Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Store.ListAsync(name, cancellation: Cancellation));
        (await Store.CountAsync("apps", "", Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task A_document_of_4_MiB_is_kept_and_a_greater_one_refused()
    {
        var greatest = new string('x', 4 * 1024 * 1024);
        (await Store.PutAsync("apps", "great", greatest, cancellation: Cancellation)).ShouldNotBeNull();
        (await Store.GetAsync("apps", "great", Cancellation))!.Json.Length.ShouldBe(greatest.Length);
        var refusal = await Should.ThrowAsync<ArgumentException>(() => Store.PutAsync("apps", "great", greatest + "x", cancellation: Cancellation));
        refusal.Message.ShouldContain("4 MiB");
        refusal.Message.ShouldContain("apps/great");

        // Two bytes each in UTF-8.
        await Should.ThrowAsync<ArgumentException>(() => Store.PutAsync("apps", "great", new string('ä', 3 * 1024 * 1024), cancellation: Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_page_out_of_range_is_refused(int limit) =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.ListAsync("apps", limit: limit, cancellation: Cancellation));

    [Fact]
    public async Task Every_commit_is_metered()
    {
        using var commits = new CommitCounter("state");
        await Store.PutAsync("apps", "a", "1", cancellation: Cancellation);
        commits.Count.ShouldBeGreaterThanOrEqualTo(1);
    }

    protected abstract Task<IStateStore> OpenAsync();

    protected virtual ValueTask CloseAsync(IStateStore? store)
    {
        (store as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task IncrementAsync()
    {
        while (true)
        {
            var document = (await Store.GetAsync("apps", "counter", Cancellation))!;
            var next = (int.Parse(document.Json, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
            if (await Store.PutAsync("apps", "counter", next, StateCondition.IfMatch(document.ETag), Cancellation) is not null)
            {
                return;
            }
        }
    }
}
