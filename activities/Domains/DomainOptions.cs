using Pipelines.Activities.Domains.Acme;

namespace Pipelines.Activities.Domains;

/// <summary>Configuration section <c>Pipelines:Domains</c>: how the domains of apps are checked and secured.</summary>
public sealed record DomainOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Pipelines:Domains";

    /// <summary>Gets what domains must lead to: addresses and networks (CIDR) of the ingress, or of what stands before it; none where any address will do.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Gets the host name that owners are told to make an alias (CNAME) of; null for the app's default host.</summary>
    public string? Target { get; init; }

    /// <summary>Gets the DNS server that tells what the world sees, <c>address</c> or <c>address:port</c>; null for the machine's own.</summary>
    public string? Resolver { get; init; }

    /// <summary>Gets how long a domain may wait for its records before that is called an error; it is looked at further on.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Gets the time before the first repetition of what did not go well; doubled with each further one, up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the longest time before a repetition.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Gets the time between two looks at an order under way, where the authority does not say.</summary>
    public TimeSpan OrderPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets who issues certificates.</summary>
    public AcmeOptions Acme { get; init; } = new();

    /// <summary>Tells whether certificates are issued.</summary>
    public bool IssuesCertificates() => Acme.Directory is not null;

    /// <summary>Finds what is wrong.</summary>
    /// <returns>Sentences that name the keys.</returns>
    public IEnumerable<string> Check()
    {
        if (Addresses.FirstOrDefault(each => !AddressRange.TryParse(each, out _)) is { } odd)
        {
            yield return $"{Section}:Addresses has \"{odd}\", which is neither an IP address nor a network such as 203.0.113.0/24.";
        }

        if (Resolver is { Length: > 0 } && Dns.DnsResolver.ParseServer(Resolver) is null)
        {
            yield return $"{Section}:Resolver is \"{Resolver}\"; an IP address is expected, with or without a port.";
        }

        if (Patience < TimeSpan.Zero || FirstPause <= TimeSpan.Zero || LongestPause < FirstPause || OrderPause <= TimeSpan.Zero)
        {
            yield return $"{Section}:Patience, …:FirstPause, …:LongestPause and …:OrderPause must be times above zero, the longest pause not below the first.";
        }

        if (Acme.Directory is { } directory && (!directory.IsAbsoluteUri || directory.Scheme != Uri.UriSchemeHttps))
        {
            yield return $"{Section}:Acme:Directory is \"{directory}\"; an https address is expected.";
        }

        if (Acme is { Directory: not null, AcceptTerms: false })
        {
            yield return $"{Section}:Acme:AcceptTerms must be true: certificates are issued to who agrees to the authority's terms of service.";
        }

        if (Acme.ExternalAccountId is { Length: > 0 } != Acme.ExternalAccountKey is { Length: > 0 })
        {
            yield return $"{Section}:Acme:ExternalAccountId and …:ExternalAccountKey go together.";
        }
    }
}
