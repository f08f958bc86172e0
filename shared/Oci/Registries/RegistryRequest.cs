namespace Pipelines.Oci;

/// <summary>A request to a registry that can be sent more than once.</summary>
/// <param name="Method">The method.</param>
/// <param name="Uri">Where to.</param>
/// <param name="Scope">What it needs to be allowed, in the token specification's words.</param>
internal sealed record RegistryRequest(HttpMethod Method, Uri Uri, string Scope)
{
    /// <summary>Makes the body anew for every try.</summary>
    public Func<CancellationToken, Task<HttpContent>>? Content { get; init; }

    /// <summary>The media types that are understood.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>False when the sender itself knows how to go on after a fault.</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>What is asked, for messages: without the query, which may hold a registry's secrets.</summary>
    public override string ToString() => $"{Method} {Uri.GetLeftPart(UriPartial.Path)}";
}
