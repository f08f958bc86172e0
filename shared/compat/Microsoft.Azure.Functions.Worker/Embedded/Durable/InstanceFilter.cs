using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Pipelines.Functions.Embedded;

/// <summary>Which instances a request to the durable webhooks is about.</summary>
internal sealed record InstanceFilter
{
    private const int MostAtOnce = 1000;

    public DateTimeOffset? CreatedFrom { get; init; }

    public DateTimeOffset? CreatedTo { get; init; }

    public IReadOnlyList<OrchestrationRuntimeStatus>? Statuses { get; init; }

    public string? InstanceIdPrefix { get; init; }

    public int Top { get; init; }

    public bool ShowInput { get; init; }

    /// <summary>Reads the filter from the query.</summary>
    /// <exception cref="BindingException">A value is not what it should be; the message names it.</exception>
    public static InstanceFilter Of(IQueryCollection query) => new()
    {
        CreatedFrom = Time(query, "createdTimeFrom"),
        CreatedTo = Time(query, "createdTimeTo"),
        Statuses = StatusesOf(query),
        InstanceIdPrefix = Text(query, "instanceIdPrefix"),
        Top = TopOf(query),
        ShowInput = Flag(query, "showInput", otherwise: true),
    };

    /// <summary>A value that is true or false.</summary>
    /// <exception cref="BindingException">It is neither.</exception>
    public static bool Flag(IQueryCollection query, string name, bool otherwise)
    {
        if (Text(query, name) is not { } text)
        {
            return otherwise;
        }

        return bool.TryParse(text, out var flag) ? flag : throw new BindingException($"'{name}' must be true or false.");
    }

    private static string? Text(IQueryCollection query, string name) =>
        query[name].ToString() is { Length: > 0 } text ? text : null;

    private static DateTimeOffset? Time(IQueryCollection query, string name)
    {
        if (Text(query, name) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new BindingException($"'{name}' must be a time in ISO 8601 form, such as 2026-01-31T12:00:00Z.");
    }

    private static List<OrchestrationRuntimeStatus>? StatusesOf(IQueryCollection query) =>
        Text(query, "runtimeStatus")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(StatusOf).ToList();

    private static OrchestrationRuntimeStatus StatusOf(string text) =>
        !char.IsAsciiDigit(text[0]) && Enum.TryParse<OrchestrationRuntimeStatus>(text, ignoreCase: true, out var status) && Enum.IsDefined(status)
            ? status
            : throw new BindingException(
                $"'runtimeStatus' must be one or more of {string.Join(", ", Enum.GetNames<OrchestrationRuntimeStatus>())}.");

    private static int TopOf(IQueryCollection query)
    {
        if (Text(query, "top") is not { } text)
        {
            return OrchestrationQuery.DefaultPageSize;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top is > 0 and <= MostAtOnce
            ? top
            : throw new BindingException($"'top' must be a whole number from 1 to {MostAtOnce}.");
    }
}
