using Pipelines.Activities.Domains.Acme;
using Pipelines.Activities.Domains.Dns;
using Pipelines.Activities.Edge;
using Pipelines.Clusters;
using Pipelines.Deployments.Domains;

namespace Pipelines.Activities.Domains.Certificates;

/// <summary>Gives the proofs that an authority asks for: by the ingress, by the DNS provider, or by the owner of the name.</summary>
/// <param name="ingress">Answers http-01.</param>
/// <param name="dns">Writes records.</param>
/// <param name="resolver">Sees records as the world does.</param>
/// <param name="store">Remembers what is to be taken back.</param>
internal sealed class ChallengeProofs(IDomainEdge ingress, IEdgeDns dns, IDnsResolver resolver, CertificateStore store)
{
    private const string RecordPrefix = "_acme-challenge.";

    /// <summary>Chooses how a name is proven: by the ingress, unless only the DNS will do.</summary>
    /// <returns>Null where the authority offers neither.</returns>
    public static AcmeChallenge? Choose(AcmeAuthorization authorization) =>
        authorization.Challenges.FirstOrDefault(challenge => challenge.Type == AcmeChallenge.Http && !authorization.Wildcard && challenge.Token is not null)
        ?? authorization.Challenges.FirstOrDefault(challenge => challenge.Type == AcmeChallenge.Dns && challenge.Token is not null);

    /// <summary>Gives a proof, or finds it given.</summary>
    /// <param name="domainId">The domain's id.</param>
    /// <param name="name">The name that is proven.</param>
    /// <param name="challenge">The challenge.</param>
    /// <param name="key">The account's key.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task<ProofState> GiveAsync(string domainId, string name, AcmeChallenge challenge, AccountKey key, CancellationToken cancellation)
    {
        var token = challenge.Token!;
        if (challenge.Type == AcmeChallenge.Http)
        {
            await RememberAsync(domainId, order => order.Tokens.Contains(token) ? order : order with { Tokens = [.. order.Tokens, token] }, cancellation);
            await ingress.PublishChallengeAsync(new HttpChallenge(token, key.Authorize(token)), cancellation);
            return new ProofState(IsReady: true);
        }

        var record = new DomainValidation(RecordPrefix + name, key.AuthorizeText(token));
        var isOurs = await dns.CanWriteAsync(name, cancellation);
        if (isOurs)
        {
            await RememberAsync(domainId, order => order.Records.Contains(record) ? order : order with { Records = [.. order.Records, record] }, cancellation);
            await dns.AddTextAsync(record.TxtName, record.TxtValue, cancellation);
        }

        var isSeen = (await resolver.FindTextsAsync(record.TxtName, cancellation)).Contains(record.TxtValue);
        return new ProofState(isSeen, isOurs ? null : record);
    }

    /// <summary>Takes back all proofs of an order.</summary>
    public async Task WithdrawAsync(StoredOrder order, CancellationToken cancellation)
    {
        foreach (var token in order.Tokens)
        {
            await ingress.WithdrawChallengeAsync(token, cancellation);
        }

        foreach (var record in order.Records)
        {
            await dns.RemoveTextAsync(record.TxtName, record.TxtValue, cancellation);
        }
    }

    // Before it is done: what is done and not remembered would stay for ever.
    private async Task RememberAsync(string domainId, Func<StoredOrder, StoredOrder> change, CancellationToken cancellation)
    {
        if (await store.FindOrderAsync(domainId, cancellation) is { } order && change(order) is var changed && changed != order)
        {
            await store.PutOrderAsync(domainId, changed, cancellation);
        }
    }
}
