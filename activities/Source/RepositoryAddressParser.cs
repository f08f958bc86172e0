using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Pipelines.Activities.Source;

/// <summary>
/// Takes a repository's address apart. Only forms that mean the same to everybody are accepted: no transport helpers
/// (<c>ext::…</c>), nothing that git or ssh could take for an option, no host that parsers disagree about.
/// </summary>
internal static partial class RepositoryAddressParser
{
    private const int MaxLength = 2048;

    /// <summary>Takes an address apart.</summary>
    /// <exception cref="SourceException">The address is none that can be used.</exception>
    public static RepositoryAddress Parse(string address)
    {
        if (address.Length is 0 or > MaxLength)
        {
            throw Refused(address, $"it must have 1 to {MaxLength} characters");
        }

        if (address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '\\' or '"' or '\''))
        {
            throw Refused(address, "it contains white space, a control character, a quote or a backslash");
        }

        if (address.StartsWith('-'))
        {
            throw Refused(address, "it begins with '-' like an option");
        }

        if (TransportHelper().IsMatch(address))
        {
            throw Refused(address, "transport helpers (name::address) are not supported");
        }

        return address.Contains("://", StringComparison.Ordinal) ? ParseUrl(address)
            : address.StartsWith('/') ? Local(address, address)
            : ParseScp(address);
    }

    /// <summary>The address with whatever stands between "://" and "@" taken out, for messages about addresses that could not be parsed.</summary>
    public static string WithoutCredential(string address)
    {
        var text = UserInfo().Replace(address, "${start}");
        return string.Concat(text.Take(200).Select(c => char.IsControl(c) ? '?' : c));
    }

    private static RepositoryAddress ParseUrl(string address)
    {
        var match = UrlForm().Match(address);
        if (!match.Success)
        {
            throw Refused(address, "use https://host/path, ssh://user@host/path or user@host:path");
        }

        var path = match.Groups["path"].Value;
        return match.Groups["scheme"].Value.ToLowerInvariant() switch
        {
            "https" => Http(address, RepositoryScheme.Https, match, path),
            "http" => Http(address, RepositoryScheme.Http, match, path),
            "ssh" => Ssh(address, match.Groups["user"].Value, match.Groups["host"].Value, PortOf(address, match), path),
            "file" when match.Groups["host"].Value.Length == 0 && !match.Groups["user"].Success => Local(address, Uri.UnescapeDataString(path)),
            "file" => throw Refused(address, "a file address has no host: use file:///path"),
            var scheme => throw Refused(address, $"the scheme '{scheme}' is not supported; use https or ssh"),
        };
    }

    private static RepositoryAddress Http(string address, RepositoryScheme scheme, Match match, string path)
    {
        if (path.AsSpan().IndexOfAny('?', '#') >= 0)
        {
            throw Refused(address, "it has a query or a fragment");
        }

        return new(scheme, Host(address, match.Groups["host"].Value), PortOf(address, match), Path(address, path))
        {
            Credential = match.Groups["user"].Success ? CredentialOf(address, match.Groups["user"].Value) : null,
        };
    }

    private static RepositoryAddress ParseScp(string address)
    {
        var match = ScpForm().Match(address);
        return match.Success
            ? Ssh(address, match.Groups["user"].Value, match.Groups["host"].Value, null, match.Groups["path"].Value)
            : throw Refused(address, "use https://host/path, ssh://user@host/path or user@host:path");
    }

    private static RepositoryAddress Ssh(string address, string user, string host, int? port, string path)
    {
        if (user.Length > 0 && !SshUser().IsMatch(user))
        {
            throw Refused(address, "its user name is not a plain one; give ssh keys by configuration, not passwords in the address");
        }

        if (path.StartsWith('-'))
        {
            throw Refused(address, "its path begins with '-' like an option");
        }

        return new(RepositoryScheme.Ssh, Host(address, host), port, Path(address, path), user.Length > 0 ? user : null);
    }

    private static RepositoryAddress Local(string address, string path) =>
        path.StartsWith('/') && !path.Any(char.IsControl)
            ? new(RepositoryScheme.Local, string.Empty, null, System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)))
            : throw Refused(address, "a local path must be absolute");

    private static string Path(string address, string path) =>
        path.Length > 0 && path != "/" && PathForm().IsMatch(path)
            ? path
            : throw Refused(address, "its path is missing or has characters that an address cannot have");

    private static string Host(string address, string host)
    {
        if (host.StartsWith('['))
        {
            return IPAddress.TryParse(host.Trim('[', ']'), out var literal) && literal.AddressFamily == AddressFamily.InterNetworkV6
                ? $"[{literal}]"
                : throw Refused(address, "its host is not an IPv6 address");
        }

        if (!HostForm().IsMatch(host) || host.Length > 253)
        {
            throw Refused(address, "its host is not a host name");
        }

        // 0x7f.1, 127.1 and 2130706433 are addresses to some and names to others.
        if (host.Split('.')[^1] is var last && (char.IsAsciiDigit(last[0]) || last.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            && !DottedAddress().IsMatch(host))
        {
            throw Refused(address, "its host is a number; write an IPv4 address as four decimal parts");
        }

        return host.ToLowerInvariant();
    }

    private static int? PortOf(string address, Match match)
    {
        var text = match.Groups["port"].Value;
        return text.Length == 0 ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port
            : throw Refused(address, "its port is not between 1 and 65535");
    }

    private static (string UserName, string Password)? CredentialOf(string address, string userInfo)
    {
        var parts = userInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        if (parts.Any(part => part.Any(char.IsControl)))
        {
            throw Refused(address, "its user name or password has a control character");
        }

        // A lone token takes the user's place: https://<token>@host/….
        return parts.Length == 2 ? (parts[0], parts[1]) : (parts[0], string.Empty);
    }

    private static SourceException Refused(string address, string reason) =>
        new($"The repository address '{WithoutCredential(address)}' cannot be used: {reason}.");

    [GeneratedRegex("^[A-Za-z0-9+.-]*::", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TransportHelper();

    [GeneratedRegex(@"^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?<user>[^@/]*)@)?(?<host>\[[0-9A-Fa-f:.]+\]|[^:/@\[\]]*)(?::(?<port>[0-9]{0,6}))?(?<path>/.*)?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UrlForm();

    [GeneratedRegex(@"^(?:(?<user>[^@:/]+)@)?(?<host>[^:/@]+):(?<path>.+)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ScpForm();

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SshUser();

    [GeneratedRegex("^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HostForm();

    [GeneratedRegex(@"^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DottedAddress();

    [GeneratedRegex(@"^[A-Za-z0-9/._~%+@:,=()!$&*;-]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PathForm();

    [GeneratedRegex(@"(?<start>://|^)[^/]*@", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UserInfo();
}
