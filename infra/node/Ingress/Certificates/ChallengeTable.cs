using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Pipelines.Clusters;
using Pipelines.Node.State;

namespace Pipelines.Node.Ingress.Certificates;

/// <summary>The challenges of certificate authorities that the ingress answers (RFC 8555, 8.3). Kept on disk, for an authority asks when it likes.</summary>
internal sealed partial class ChallengeTable(NodePaths paths)
{
    private const string Prefix = "/.well-known/acme-challenge/";
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, string> answers = new(StringComparer.Ordinal);

    /// <summary>Takes up what an earlier node was given.</summary>
    public void Load()
    {
        foreach (var challenge in Directory.EnumerateFiles(paths.Challenges, "*.json").Select(AtomicFile.Read<HttpChallenge>).OfType<HttpChallenge>())
        {
            answers[challenge.Token] = challenge.KeyAuthorization;
        }
    }

    /// <summary>Answers a challenge from now on.</summary>
    /// <exception cref="ClusterException">It is none.</exception>
    public void Publish(HttpChallenge challenge)
    {
        if (!Token().IsMatch(challenge.Token) || !KeyAuthorization().IsMatch(challenge.KeyAuthorization) || answers.Count >= Most)
        {
            throw new ClusterException(new InstanceFailure(InstanceFailureReason.InternalError, null, "That is no challenge, or there are too many.", []));
        }

        AtomicFile.Commit(paths.Challenge(challenge.Token), challenge);
        answers[challenge.Token] = challenge.KeyAuthorization;
    }

    /// <summary>Ceases to answer a challenge.</summary>
    public void Withdraw(string token)
    {
        if (Token().IsMatch(token) && answers.TryRemove(token, out _))
        {
            AtomicFile.Delete(paths.Challenge(token));
        }
    }

    /// <summary>Answers a request that is a challenge.</summary>
    /// <returns>False where it is none that is known here: an app may answer it.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith(Prefix, StringComparison.Ordinal)
            || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            || !answers.TryGetValue(path[Prefix.Length..], out var answer))
        {
            return false;
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = answer.Length;
        context.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.WriteAsync(answer, context.RequestAborted);
        }

        return true;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,128}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,512}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex KeyAuthorization();
}
