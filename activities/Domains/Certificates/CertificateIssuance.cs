using System.Security.Cryptography;
using Pipelines.Activities.Domains.Acme;
using Pipelines.Activities.Domains.Dns;
using Pipelines.Activities.Edge;
using Pipelines.Deployments;
using Pipelines.Deployments.Domains;
using Pipelines.Storage.Secrets;

namespace Pipelines.Activities.Domains.Certificates;

/// <summary>
/// Brings a domain one step nearer to a certificate (RFC 8555, 7.4). What was done is seen at the authority and in the
/// stored order, so that a step that is made again does nothing twice, and two certificates never come of one order.
/// </summary>
/// <param name="authority">The authority.</param>
/// <param name="store">Orders and certificates.</param>
/// <param name="proofs">Gives what the authority asks for.</param>
/// <param name="renewals">Says when certificates are renewed.</param>
/// <param name="secrets">Encrypts private keys.</param>
/// <param name="time">The clock.</param>
internal sealed class CertificateIssuance(Lazy<AcmeClient> authority, CertificateStore store, ChallengeProofs proofs, RenewalPlan renewals, SecretProtector secrets, TimeProvider time) : ICertificateIssuer
{
    private const double RenewalPart = 2.0 / 3;

    private static CertificateStep Advanced { get; } = new() { State = CertificateState.Advanced };

    private AcmeClient Acme => authority.Value;

    /// <inheritdoc/>
    public async Task<CertificateStep> AdvanceAsync(Domain domain, CancellationToken cancellation = default)
    {
        try
        {
            return await StepAsync(domain, cancellation);
        }
        catch (AcmeException exception)
        {
            return FailureOf(exception);
        }
        catch (Exception exception) when (exception is DnsException or EdgeException)
        {
            return Failed(DomainReasons.DnsUnavailable, exception.Message, isPassing: true);
        }
    }

    /// <inheritdoc/>
    public async Task AbandonAsync(string domainId, CancellationToken cancellation = default)
    {
        if (await store.FindOrderAsync(domainId, cancellation) is { } order)
        {
            await EndAsync(domainId, order, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> PlanRenewalAsync(string domainId, CancellationToken cancellation = default) =>
        await store.FindCertificateAsync(domainId, cancellation) is { } certificate ? await renewals.UpdateAsync(domainId, certificate, cancellation) : null;

    private static CertificateStep Failed(string code, string message, bool isPassing = false, TimeSpan? retryAfter = null) =>
        new() { State = CertificateState.Failed, Reason = new StepReason(code, message), IsPassing = isPassing, RetryAfter = retryAfter };

    private static CertificateStep Issued(StoredCertificate certificate) => new() { State = CertificateState.Issued, ExpiresAt = certificate.ExpiresAt, RenewAt = certificate.RenewAt };

    private static CertificateStep FailureOf(AcmeException exception) =>
        exception.IsRateLimited ? Failed(DomainReasons.RateLimited, $"The certificate authority was asked too often: {exception.Message}. It is asked again later.", retryAfter: exception.RetryAfter)
        : exception.IsUnavailable ? Failed(DomainReasons.AuthorityUnavailable, $"{exception.Message} It is asked again.", isPassing: true, retryAfter: exception.RetryAfter)
        : Failed(DomainReasons.CertificateRefused, $"The certificate authority refuses: {exception.Message}", retryAfter: exception.RetryAfter);

    private async Task<CertificateStep> StepAsync(Domain domain, CancellationToken cancellation)
    {
        var hosts = Domain.HostsOf(domain.Spec);
        var stored = await store.FindOrderAsync(domain.Id, cancellation);
        var kept = await store.FindCertificateAsync(domain.Id, cancellation);
        if (stored is null)
        {
            // One that was issued by a step which nobody learned the end of is not asked for again.
            return kept is not null && kept.Hosts.SequenceEqual(hosts) && kept.RenewAt > time.GetUtcNow() ? Issued(kept) : await BeginAsync(domain.Id, hosts, cancellation);
        }

        if (!stored.Hosts.SequenceEqual(hosts) || kept?.OrderUrl == stored.Url)
        {
            // For other names, or one whose certificate is kept already and was not put away.
            await EndAsync(domain.Id, stored, cancellation);
            return Advanced;
        }

        if (await FindOrderAsync(domain.Id, stored, cancellation) is not var (order, retryAfter))
        {
            return Advanced;
        }

        return order.Status switch
        {
            AcmeStatus.Pending => await ProveAsync(domain.Id, order, retryAfter, cancellation),
            AcmeStatus.Ready => await RequestAsync(domain.Id, stored, order, cancellation),
            AcmeStatus.Processing => Waiting(retryAfter),
            AcmeStatus.Valid when order.Certificate is { } url => await CollectAsync(domain.Id, stored, url, cancellation),
            _ => await GiveUpAsync(domain.Id, stored, order, cancellation),
        };
    }

    private static CertificateStep Waiting(TimeSpan? retryAfter) => new() { State = CertificateState.Waiting, RetryAfter = retryAfter };

    private async Task<CertificateStep> BeginAsync(string domainId, IReadOnlyList<string> hosts, CancellationToken cancellation)
    {
        var (url, _) = await Acme.CreateOrderAsync(hosts, cancellation);
        var key = secrets.Protect(CertificateKeys.Create(), CertificateStore.SecretContext(domainId));
        await store.PutOrderAsync(domainId, new StoredOrder { Url = url, Hosts = hosts, SealedKey = key }, cancellation);
        return Advanced;
    }

    // An order that has ended there is forgotten here too.
    private async Task<(AcmeOrder Order, TimeSpan? RetryAfter)?> FindOrderAsync(string domainId, StoredOrder stored, CancellationToken cancellation)
    {
        try
        {
            return await Acme.GetOrderAsync(stored.Url, cancellation);
        }
        catch (AcmeException exception) when (exception is { IsUnavailable: false, IsRateLimited: false })
        {
            await EndAsync(domainId, stored, cancellation);
            return null;
        }
    }

    private async Task<CertificateStep> ProveAsync(string domainId, AcmeOrder order, TimeSpan? retryAfter, CancellationToken cancellation)
    {
        var records = new List<DomainValidation>();
        var isMissing = false;
        var key = await Acme.GetKeyAsync(cancellation);
        foreach (var url in order.Authorizations)
        {
            var authorization = await Acme.GetAuthorizationAsync(url, cancellation);
            if (authorization.Status != AcmeStatus.Pending)
            {
                continue;
            }

            if (ChallengeProofs.Choose(authorization) is not { } challenge)
            {
                return Failed(DomainReasons.CertificateRefused, $"The certificate authority offers no way to prove {authorization.Identifier.Value} that is known here.");
            }

            var proof = await proofs.GiveAsync(domainId, authorization.Identifier.Value, challenge, key, cancellation);
            if (proof.OwnerRecord is { } record)
            {
                records.Add(record);
                isMissing |= !proof.IsReady;
            }

            if (proof.IsReady && challenge.Status == AcmeStatus.Pending)
            {
                await AnswerAsync(challenge, cancellation);
            }
        }

        return isMissing
            ? new CertificateStep
            {
                State = CertificateState.AwaitingRecords,
                Validations = records,
                Reason = new StepReason(DomainReasons.ValidationRecordMissing, $"Set the TXT record {records[0].TxtName} in the DNS with each of the values shown; it is looked for until it is there."),
            }
            : Waiting(retryAfter) with { Validations = records };
    }

    private async Task AnswerAsync(AcmeChallenge challenge, CancellationToken cancellation)
    {
        try
        {
            await Acme.AnswerAsync(challenge, cancellation);
        }
        catch (AcmeException exception) when (exception is { IsUnavailable: false, IsRateLimited: false })
        {
            // It was answered by an earlier step, and has been looked at since: the next look at the order tells the outcome.
        }
    }

    private async Task<CertificateStep> RequestAsync(string domainId, StoredOrder stored, AcmeOrder order, CancellationToken cancellation)
    {
        await Acme.FinalizeAsync(order, CertificateKeys.Request(Open(domainId, stored.SealedKey), stored.Hosts), cancellation);
        return Waiting(null);
    }

    private async Task<CertificateStep> CollectAsync(string domainId, StoredOrder stored, Uri url, CancellationToken cancellation)
    {
        var chain = await Acme.DownloadAsync(url, cancellation);
        try
        {
            using var certificate = CertificateKeys.Open(chain, Open(domainId, stored.SealedKey), stored.Hosts);
            var now = time.GetUtcNow();
            var valid = new DateTimeOffset(certificate.NotBefore.ToUniversalTime());
            var begins = valid > now ? valid : now;
            var ends = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
            var kept = new StoredCertificate
            {
                OrderUrl = stored.Url,
                Hosts = stored.Hosts,
                ChainPem = chain,
                SealedKey = stored.SealedKey,
                ExpiresAt = ends,
                RenewAt = begins + ((ends - begins) * RenewalPart),
            };
            await store.PutCertificateAsync(domainId, kept, cancellation);
            await EndAsync(domainId, stored, cancellation);
            return Issued(kept);
        }
        catch (CryptographicException exception)
        {
            await EndAsync(domainId, stored, cancellation);
            return Failed(DomainReasons.CertificateRefused, $"The certificate authority issued something else than was asked for: {exception.Message}");
        }
    }

    private async Task<CertificateStep> GiveUpAsync(string domainId, StoredOrder stored, AcmeOrder order, CancellationToken cancellation)
    {
        var problems = new List<string>();
        foreach (var url in order.Authorizations)
        {
            var authorization = await Acme.GetAuthorizationAsync(url, cancellation);
            problems.AddRange(authorization.Challenges.Select(challenge => challenge.Error).OfType<AcmeProblem>()
                .Select(problem => $"{(authorization.Wildcard ? "*." : "")}{authorization.Identifier.Value}: {problem.Tell()}"));
        }

        await EndAsync(domainId, stored, cancellation);
        var told = problems.Count > 0 ? string.Join("; ", problems) : order.Error?.Tell() ?? "it does not say why";
        return Failed(DomainReasons.CertificateRefused, $"The certificate authority could not validate the name: {told}. See that it leads here and that port 80 can be reached from outside.");
    }

    private string Open(string domainId, string sealedKey) => secrets.Unprotect(sealedKey, CertificateStore.SecretContext(domainId));

    private async Task EndAsync(string domainId, StoredOrder order, CancellationToken cancellation)
    {
        await proofs.WithdrawAsync(order, cancellation);
        await store.DeleteOrderAsync(domainId, cancellation);
    }
}
