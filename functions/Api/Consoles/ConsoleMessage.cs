using System.Text.Json;
using Pipelines.Clusters;

namespace Pipelines.Functions.Api.Consoles;

/// <summary>What a client says: <c>{"op":"stdin","data":"…"}</c> or <c>{"op":"resize","width":…,"height":…}</c>.</summary>
/// <param name="Typed">What is typed; empty to keep the connection up.</param>
/// <param name="Size">The new size; null for none.</param>
internal sealed record ConsoleMessage(string Typed, TerminalSize? Size)
{
    /// <summary>Reads a message.</summary>
    /// <returns>Null for one of an unknown kind.</returns>
    /// <exception cref="JsonException">It is none.</exception>
    public static ConsoleMessage? Read(ReadOnlySpan<byte> json)
    {
        var message = JsonSerializer.Deserialize<Form>(json, JsonSerializerOptions.Web) ?? throw new JsonException("An object is expected.");
        return message.Op switch
        {
            "stdin" => new ConsoleMessage(message.Data ?? "", null),
            "resize" => new ConsoleMessage("", new TerminalSize(message.Width, message.Height).Bounded()),
            _ => null,
        };
    }

    private sealed record Form(string? Op, string? Data, int Width, int Height);
}
