using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pipelines.Activities.Statuses;

/// <summary>The JSON web tokens that a GitHub App says who it is with: RS256, ten minutes at most.</summary>
internal static class GitHubAppToken
{
    private static readonly byte[] s_header = """{"alg":"RS256","typ":"JWT"}"""u8.ToArray();

    // GitHub's clock may be behind ours.
    private static readonly TimeSpan s_back = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(9);

    /// <summary>Reads the app's key.</summary>
    /// <exception cref="ArgumentException">It is no PEM.</exception>
    public static RSA ReadKey(StatusOptions options)
    {
        var pem = string.IsNullOrEmpty(options.GitHubPrivateKey) ? File.ReadAllText(options.GitHubPrivateKeyFile ?? "") : options.GitHubPrivateKey;
        var key = RSA.Create();
        try
        {
            // In an environment variable lines are often written with \n.
            key.ImportFromPem(pem.Replace("\\n", "\n", StringComparison.Ordinal));
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Makes a token.</summary>
    public static string Create(string appId, RSA key, DateTimeOffset now)
    {
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["iat"] = (now - s_back).ToUnixTimeSeconds(),
            ["exp"] = (now - s_back + s_lifetime).ToUnixTimeSeconds(),
            ["iss"] = appId,
        });
        var signed = $"{Base64Url.EncodeToString(s_header)}.{Base64Url.EncodeToString(claims)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
