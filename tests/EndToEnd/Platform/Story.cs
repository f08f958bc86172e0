using System.Text.Json.Nodes;

namespace Pipelines.EndToEnd.Platform;

/// <summary>How a deployment ended and why, as a person can read it.</summary>
internal sealed record Story(string Phase, string? Reason, string? Message, int? ExitCode, IReadOnlyList<string> LastLines, IReadOnlyList<string> Images)
{
    public static async Task<Story> ReadAsync(PlatformProcess platform, TestApp app, string deployment)
    {
        var shown = await platform.Api.GetDeploymentAsync(app.Id, deployment);
        var history = await platform.Api.GetHistoryAsync(app.Id, deployment);
        return new Story(
            (string)shown["phase"]!,
            (string?)history["reason"]?["code"],
            (string?)history["reason"]?["message"],
            (int?)history["exit_code"],
            [.. ((JsonArray?)history["last_lines"] ?? []).Select(line => (string)line!)],
            [.. ((JsonArray?)history["components"] ?? []).Select(component => (string?)component!["image"]).OfType<string>()]);
    }
}
