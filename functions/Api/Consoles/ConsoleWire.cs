namespace Pipelines.Functions.Api.Consoles;

/// <summary>Where a console is to be opened (Apps API, exec).</summary>
/// <param name="Url">The address of a websocket: for one use, within a minute.</param>
public sealed record ConsoleWire(string Url);
