using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Pipelines.Functions.Http;

/// <summary>The page that a request asks for, and the links that its answer carries.</summary>
/// <param name="Page">The page, from 1.</param>
/// <param name="PerPage">Items a page, 1 to 200.</param>
public sealed record Paging(int Page, int PerPage)
{
    private const int DefaultPerPage = 20;
    private const int MaximumPerPage = 200;

    /// <summary>Gets how many items come before the page.</summary>
    public int Skip => (Page - 1) * PerPage;

    /// <summary>Reads <c>page</c> and <c>per_page</c>.</summary>
    /// <exception cref="ApiException">400: one of them is no number in its range.</exception>
    public static Paging Of(HttpRequest request) => new(
        Read(request, "page", 1, 1_000_000),
        Math.Min(MaximumPerPage, Read(request, "per_page", DefaultPerPage, int.MaxValue)));

    /// <summary>Cuts the page out of all items.</summary>
    public IEnumerable<T> PageOf<T>(IReadOnlyList<T> all) => all.Skip(Skip).Take(PerPage);

    /// <summary>Makes the <c>links</c> member: absolute addresses, none when everything is on one page.</summary>
    /// <param name="request">The request.</param>
    /// <param name="total">The number of all items.</param>
    public object Links(HttpRequest request, int total)
    {
        var last = Math.Max(1, (total + PerPage - 1) / PerPage);
        if (last == 1)
        {
            return new { };
        }

        return new
        {
            Pages = new
            {
                First = Page > 1 ? Link(request, 1) : null,
                Prev = Page > 1 ? Link(request, Math.Min(last, Page - 1)) : null,
                Next = Page < last ? Link(request, Page + 1) : null,
                Last = Page < last ? Link(request, last) : null,
            },
        };
    }

    private static int Read(HttpRequest request, string name, int otherwise, int maximum)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= maximum
            ? number
            : throw ApiException.BadRequest($"query parameter \"{name}\" must be a whole number from 1");
    }

    private string Link(HttpRequest request, int page)
    {
        var query = new QueryBuilder(request.Query
            .Where(pair => pair.Key is not ("page" or "per_page"))
            .SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? ""))))
        {
            { "page", page.ToString(CultureInfo.InvariantCulture) },
            { "per_page", PerPage.ToString(CultureInfo.InvariantCulture) },
        };
        return UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, request.Path, query.ToQueryString());
    }
}
