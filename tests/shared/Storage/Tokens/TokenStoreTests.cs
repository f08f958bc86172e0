using Pipelines.Storage.State;
using Pipelines.Storage.Tokens;

namespace Pipelines.Storage.Tests.Tokens;

public sealed class TokenStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SettableTimeProvider _time = new();
    private readonly SqliteStateStore _state;
    private readonly TokenStore _tokens;

    public TokenStoreTests()
    {
        _state = new SqliteStateStore(_directory["state.db"]);
        _tokens = new TokenStore(_state, _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string TokenPath => _directory["data/token"];

    public void Dispose()
    {
        _state.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_token_is_known_by_its_secret_and_stored_without()
    {
        var created = await _tokens.CreateAsync("ci", TokenScopes.Write, "team", cancellation: Cancellation);
        created.Secret.ShouldMatch("^plt_v1_[0-9a-f]{64}$");
        (await _tokens.AuthenticateAsync(created.Secret, Cancellation)).ShouldBe(created.Token);
        created.Token.Allows(TokenScopes.Read).ShouldBeTrue();
        created.Token.Allows(TokenScopes.Admin).ShouldBeFalse();
        var document = (await _state.ListAsync("tokens", cancellation: Cancellation)).ShouldHaveSingleItem();
        document.Json.ShouldNotContain(created.Secret[12..]);
        created.Secret.ShouldNotContain(document.Key);
        (await _tokens.ListAsync(cancellation: Cancellation)).ShouldHaveSingleItem().Prefix.ShouldBe(created.Secret[..12]);
    }

    [Fact]
    public async Task Anything_else_is_unknown()
    {
        var secret = (await _tokens.CreateAsync("ci", TokenScopes.Read, "team", cancellation: Cancellation)).Secret;
        var last = secret[^1] == '0' ? '1' : '0';
        foreach (var other in new[] { null, "", "plt_v1_", secret[..^1] + last, secret + "0", secret[..^1], secret.ToUpperInvariant(), " " + secret, secret + "\n", new string('x', 10_000_000), "plt_v1_" + new string('0', 64) })
        {
            (await _tokens.AuthenticateAsync(other, Cancellation)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_document_of_another_hash_under_the_same_key_does_not_authenticate()
    {
        var created = await _tokens.CreateAsync("ci", TokenScopes.Admin, "team", cancellation: Cancellation);
        var stored = (await _state.GetAsync("tokens", created.Token.Id, Cancellation))!;
        var hash = Convert.ToHexStringLower(TokenSecret.Hash(created.Secret));
        await _state.PutAsync("tokens", created.Token.Id, stored.Json.Replace(hash, hash[..^1] + (hash[^1] == '0' ? '1' : '0'), StringComparison.Ordinal), cancellation: Cancellation);
        (await new TokenStore(_state, _time).AuthenticateAsync(created.Secret, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_revoked_token_ends_at_once_here_and_elsewhere()
    {
        var created = await _tokens.CreateAsync("ci", TokenScopes.Read, "team", cancellation: Cancellation);
        var elsewhere = new TokenStore(_state, _time);
        (await _tokens.AuthenticateAsync(created.Secret, Cancellation)).ShouldNotBeNull();
        (await elsewhere.AuthenticateAsync(created.Secret, Cancellation)).ShouldNotBeNull();
        (await _tokens.RevokeAsync(created.Token.Id, Cancellation)).ShouldBeTrue();
        (await _tokens.AuthenticateAsync(created.Secret, Cancellation)).ShouldBeNull();
        (await elsewhere.AuthenticateAsync(created.Secret, Cancellation)).ShouldBeNull();
        (await elsewhere.IsValidAsync(created.Token.Id, Cancellation)).ShouldBeFalse();
        (await _tokens.ListAsync(cancellation: Cancellation)).ShouldHaveSingleItem().RevokedAt.ShouldNotBeNull();
        (await _tokens.RevokeAsync(created.Token.Id, Cancellation)).ShouldBeTrue();
        foreach (var id in new[] { new string('0', 32), "", "../apps/a", created.Token.Id.ToUpperInvariant() + "x" })
        {
            (await _tokens.RevokeAsync(id, Cancellation)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task An_expired_token_ends()
    {
        var created = await _tokens.CreateAsync("ci", TokenScopes.Read, "team", TimeSpan.FromSeconds(10), Cancellation);
        _time.Now += TimeSpan.FromSeconds(9);
        (await _tokens.AuthenticateAsync(created.Secret, Cancellation)).ShouldNotBeNull();
        _time.Now += TimeSpan.FromSeconds(1);
        (await _tokens.AuthenticateAsync(created.Secret, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Nonsense_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => _tokens.CreateAsync(" ", TokenScopes.Read, "team", cancellation: Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => _tokens.CreateAsync(new string('x', 256), TokenScopes.Read, "team", cancellation: Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => _tokens.CreateAsync("ci", TokenScopes.None, "team", cancellation: Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => _tokens.CreateAsync("ci", (TokenScopes)4, "team", cancellation: Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => _tokens.CreateAsync("ci", TokenScopes.Read, "team", TimeSpan.Zero, Cancellation));
    }

    [Fact]
    public async Task The_first_start_makes_a_private_file_with_an_administrators_token_and_later_ones_keep_it()
    {
        var file = new FirstTokenFile(TokenPath, _tokens);
        var secret = await file.EnsureAsync("team", Cancellation);
        UnixMode.Of(TokenPath).ShouldBe(UnixMode.PrivateFile);
        (await File.ReadAllTextAsync(TokenPath, Cancellation)).Trim().ShouldBe(secret);
        (await _tokens.AuthenticateAsync(secret, Cancellation))!.Allows(TokenScopes.Admin).ShouldBeTrue();
        (await file.EnsureAsync("team", Cancellation)).ShouldBe(secret);
        (await _tokens.ListAsync(cancellation: Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_crash_before_the_token_was_stored_is_repaired()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(TokenPath)!);
        var secret = TokenSecret.New();
        await File.WriteAllTextAsync(TokenPath, secret + "\n", Cancellation);
        UnixMode.Set(TokenPath, UnixMode.PrivateFile);
        (await new FirstTokenFile(TokenPath, _tokens).EnsureAsync("team", Cancellation)).ShouldBe(secret);
        (await _tokens.AuthenticateAsync(secret, Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_token_revoked_or_removed_does_not_come_back()
    {
        var file = new FirstTokenFile(TokenPath, _tokens);
        var secret = await file.EnsureAsync("team", Cancellation);
        await _tokens.RevokeAsync((await _tokens.ListAsync(cancellation: Cancellation))[0].Id, Cancellation);
        await file.EnsureAsync("team", Cancellation);
        (await _tokens.AuthenticateAsync(secret, Cancellation)).ShouldBeNull();
        File.Delete(TokenPath);
        (await file.EnsureAsync("team", Cancellation)).ShouldBeNull();
        File.Exists(TokenPath).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_holds_no_token_or_is_open_to_others_is_refused()
    {
        var file = new FirstTokenFile(TokenPath, _tokens);
        await file.EnsureAsync("team", Cancellation);
        UnixMode.Set(TokenPath, UnixMode.PrivateFile | UnixFileMode.OtherRead);
        await Should.ThrowAsync<InvalidOperationException>(() => file.EnsureAsync("team", Cancellation));
        UnixMode.Set(TokenPath, UnixMode.PrivateFile);
        await File.WriteAllTextAsync(TokenPath, "nonsense", Cancellation);
        (await Should.ThrowAsync<InvalidOperationException>(() => file.EnsureAsync("team", Cancellation))).Message.ShouldNotContain("nonsense");
    }
}
