using System.Globalization;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>What an answer says of the limit of requests; members are 0 where it says nothing.</summary>
internal sealed record GodoRate(int Limit, int Remaining, DateTimeOffset Reset)
{
    public static GodoRate Of(HttpResponseMessage answer) => new(
        (int)Read(answer, "RateLimit-Limit"), (int)Read(answer, "RateLimit-Remaining"), DateTimeOffset.FromUnixTimeSeconds(Read(answer, "RateLimit-Reset")));

    private static long Read(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
