using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Net.Http.Headers;
using SameSite = Microsoft.Azure.Functions.Worker.Http.SameSite;
using SameSiteMode = Microsoft.Net.Http.Headers.SameSiteMode;

namespace Pipelines.Functions.Embedded;

/// <summary>Writes cookies as headers of a response.</summary>
internal sealed class ResponseCookies(HttpResponseData response) : HttpCookies
{
    public override void Append(string name, string value) => Append(new HttpCookie(name, value));

    public override void Append(IHttpCookie cookie)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        var header = new SetCookieHeaderValue(cookie.Name, Uri.EscapeDataString(cookie.Value))
        {
            Domain = cookie.Domain,
            Expires = cookie.Expires,
            HttpOnly = cookie.HttpOnly ?? false,
            MaxAge = cookie.MaxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Path = cookie.Path,
            Secure = cookie.Secure ?? false,
            SameSite = cookie.SameSite switch
            {
                SameSite.Lax => SameSiteMode.Lax,
                SameSite.Strict => SameSiteMode.Strict,
                SameSite.ExplicitNone => SameSiteMode.None,
                _ => SameSiteMode.Unspecified,
            },
        };
        response.Headers.TryAddWithoutValidation(HeaderNames.SetCookie, header.ToString());
    }

    public override IHttpCookie CreateNew() => new HttpCookie(string.Empty, string.Empty);
}
