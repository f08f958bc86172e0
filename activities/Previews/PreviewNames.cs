using System.Security.Cryptography;
using System.Text;

namespace Pipelines.Activities.Previews;

/// <summary>Names previews: the same pull request has the same name each time.</summary>
internal static class PreviewNames
{
    private const int MaximumLength = 32;
    private const int HashLength = 4;

    /// <summary>The name of a preview: <c>shop-pr-7</c>; a long name of an app is cut and told from others by a hash.</summary>
    public static string Of(string app, int number)
    {
        var suffix = $"-pr-{number}";
        if (app.Length + suffix.Length <= MaximumLength)
        {
            return app + suffix;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(app)))[..HashLength];
        return $"{app[..(MaximumLength - suffix.Length - HashLength - 1)].TrimEnd('-')}-{hash}{suffix}";
    }
}
