using System.Globalization;
using System.Text.Json.Nodes;
using System.Web;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>The links of a page as godo understands them: absolute addresses that carry the number of a page.</summary>
internal static class GodoLinks
{
    /// <summary>The number in a link's query.</summary>
    /// <exception cref="FormatException">It is no absolute address, or has no number.</exception>
    public static int PageOf(string address) =>
        int.Parse(HttpUtility.ParseQueryString(new Uri(address, UriKind.Absolute).Query)["page"]!, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Whether there is no page after this one.</summary>
    public static bool IsLastPage(JsonObject answer) => answer["links"]?["pages"] is not { } pages || string.IsNullOrEmpty((string?)pages["next"]);

    /// <summary>The number of this page: the first has no link to the one before.</summary>
    public static int CurrentPage(JsonObject answer) => (string?)answer["links"]?["pages"]?["prev"] is { Length: > 0 } before ? PageOf(before) + 1 : 1;
}
