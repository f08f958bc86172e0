using System.Text.Json;

namespace Pipelines.AppSpecs;

/// <summary>Values of enumerations as specs spell them.</summary>
internal static class SpecWords
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
