using System.Globalization;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>Writes five cron fields as Kubernetes reads them: to it Sunday is 0 only, in a spec it may be 7.</summary>
internal static class CronSchedule
{
    private const int DayOfWeek = 4;
    private static readonly string[] s_days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>Rewrites a valid schedule.</summary>
    public static string ForKubernetes(string cron)
    {
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var parts = fields[DayOfWeek].Split(',');
        if (parts.Any(part => part.Split('/')[0].Contains('7', StringComparison.Ordinal)))
        {
            fields[DayOfWeek] = string.Join(',', parts.SelectMany(DaysOf).Distinct().Order());
        }

        return string.Join(' ', fields);
    }

    private static IEnumerable<int> DaysOf(string part)
    {
        var (range, step) = part.Split('/') is [var before, var after] ? (before, Number(after)) : (part, 1);
        var (first, last) = range switch
        {
            "*" => (0, 6),
            _ when range.Split('-') is [var from, var to] => (Day(from), Day(to)),
            _ when step > 1 => (Day(range), 6),
            _ => (Day(range), Day(range)),
        };
        for (var day = first; day <= Math.Max(first, last); day += step)
        {
            yield return day % 7;
        }
    }

    private static int Day(string text)
    {
        var word = Array.FindIndex(s_days, day => day.Equals(text, StringComparison.OrdinalIgnoreCase));
        return word >= 0 ? word : Number(text);
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
