namespace Pipelines.Activities.Domains.Dns;

/// <summary>The types of records that are asked for (RFC 1035, 3.2.2; RFC 3596).</summary>
internal enum DnsRecordType : ushort
{
    /// <summary>An IPv4 address.</summary>
    A = 1,

    /// <summary>Text.</summary>
    Txt = 16,

    /// <summary>An IPv6 address.</summary>
    Aaaa = 28,
}
