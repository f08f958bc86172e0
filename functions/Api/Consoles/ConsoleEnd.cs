using System.Net.WebSockets;

namespace Pipelines.Functions.Api.Consoles;

/// <summary>Why a console ends.</summary>
/// <param name="Status">The code that its websocket is closed with: 1000 where clients are to take it for a good end.</param>
/// <param name="Reason">The reason, at most 123 bytes.</param>
/// <param name="IsShown">Whether the reason is shown at the terminal too: whoever sits there may not see another.</param>
internal sealed record ConsoleEnd(WebSocketCloseStatus Status, string Reason, bool IsShown)
{
    public static ConsoleEnd ClientGone { get; } = new(WebSocketCloseStatus.NormalClosure, "closed", false);

    public static ConsoleEnd Stopping { get; } = new(WebSocketCloseStatus.EndpointUnavailable, "the platform is being restarted; open the console again", true);

    public static ConsoleEnd Idle { get; } = new(WebSocketCloseStatus.NormalClosure, "the console was idle for too long", true);

    public static ConsoleEnd TooOld { get; } = new(WebSocketCloseStatus.NormalClosure, "the console was open for too long; open it again", true);

    public static ConsoleEnd Revoked { get; } = new(WebSocketCloseStatus.PolicyViolation, "the token that the console was opened with has ended", true);

    public static ConsoleEnd NotUnderstood { get; } = new(WebSocketCloseStatus.InvalidPayloadData, "a message was not understood", false);

    public static ConsoleEnd TooLarge { get; } = new(WebSocketCloseStatus.MessageTooBig, "a message was larger than 64 KiB", false);

    public static ConsoleEnd Lost { get; } = new(WebSocketCloseStatus.InternalServerError, "the connection to the instance is lost", true);

    public static ConsoleEnd Exited(int? code) => code is { } known ? new(WebSocketCloseStatus.NormalClosure, $"the shell ended with exit code {known}", false) : Lost;

    public static ConsoleEnd Refused(string reason) => new(WebSocketCloseStatus.PolicyViolation, reason, true);
}
