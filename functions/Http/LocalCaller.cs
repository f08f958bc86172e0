using System.Net;
using Microsoft.AspNetCore.Http;

namespace Pipelines.Functions.Http;

/// <summary>Tells whether a request comes from this machine.</summary>
internal static class LocalCaller
{
    public static bool Is(HttpContext http) => http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address);
}
