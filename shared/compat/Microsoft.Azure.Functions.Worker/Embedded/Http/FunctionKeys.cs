using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Pipelines.Functions.Embedded;

/// <summary>Decides whether a request presents the key that a level asks for.</summary>
internal sealed class FunctionKeys(KeyStore store)
{
    private const string Header = "x-functions-key";
    private const string Parameter = "code";
    private const int LongestKey = 256;

    /// <summary>Whether the request may pass. A key is compared in constant time.</summary>
    public bool Allow(HttpRequest request, AuthorizationLevel level)
    {
        if (level is AuthorizationLevel.Anonymous)
        {
            return true;
        }

        if (Presented(request) is not { } key)
        {
            return false;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var isMaster = CryptographicOperations.FixedTimeEquals(hash, store.Master);
        return level switch
        {
            AuthorizationLevel.Function => isMaster | CryptographicOperations.FixedTimeEquals(hash, store.Default),
            AuthorizationLevel.System => isMaster | CryptographicOperations.FixedTimeEquals(hash, store.System),
            AuthorizationLevel.Admin => isMaster,
            _ => false,
        };
    }

    // The header wins over the query, as in the official host.
    private static string? Presented(HttpRequest request)
    {
        var values = request.Headers.TryGetValue(Header, out var header) ? header : request.Query[Parameter];
        return values is [{ Length: > 0 and <= LongestKey } key] ? key : null;
    }
}
