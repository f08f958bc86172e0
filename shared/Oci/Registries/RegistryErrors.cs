using System.Net;
using System.Text.Json;

namespace Pipelines.Oci;

/// <summary>Reads what a registry says when it refuses (distribution spec, "Error Codes").</summary>
internal static class RegistryErrors
{
    private const int MaxBytes = 1 << 16;
    private const int MaxTextLength = 300;

    /// <summary>Makes the exception for an answer; <paramref name="what"/> says what was asked.</summary>
    public static async Task<RegistryException> ReadAsync(HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        var (code, text) = await ReadBodyAsync(response, cancellationToken);
        var said = string.Join(": ", new[] { code, text }.Where(part => !string.IsNullOrEmpty(part)));
        var status = $"{(int)response.StatusCode} {Describe(response.StatusCode)}";
        return new RegistryException(said.Length == 0 ? $"{what}: {status}." : $"{what}: {status}, {said}", response.StatusCode, code);
    }

    private static string Describe(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "(the credentials are missing or wrong)",
        HttpStatusCode.Forbidden => "(the credentials do not allow this)",
        _ => status.ToString(),
    };

    private static async Task<(string? Code, string? Text)> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var document = JsonDocument.Parse(await BoundedContent.ReadAsync(body, MaxBytes, "The error", cancellationToken));
            var error = document.RootElement.GetProperty("errors")[0];
            return (Text(error, "code"), Text(error, "message"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or IOException or HttpRequestException)
        {
            // The status has to say it all.
            return (null, null);
        }
    }

    private static string? Text(JsonElement error, string name)
    {
        if (!error.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var text = string.Concat(value.GetString()!.Where(character => !char.IsControl(character)));
        return text.Length > MaxTextLength ? text[..MaxTextLength] + "…" : text;
    }
}
