using System.Text.Json;

namespace Pipelines.Cli.Api;

internal sealed record Detection(IReadOnlyList<JsonElement>? Components, string? TemplateError, JsonElement? Spec, string? Problem);
