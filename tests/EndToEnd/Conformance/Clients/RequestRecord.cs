using System.Collections.Concurrent;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>Which rows of the <see cref="EndpointTable"/> were requested.</summary>
internal sealed class RequestRecord
{
    private readonly ConcurrentDictionary<string, byte> _rows = new();

    /// <summary>Gets the rows.</summary>
    public ICollection<string> Rows => _rows.Keys;

    /// <summary>Notes a request.</summary>
    public void Add(HttpMethod method, Uri address)
    {
        if (EndpointTable.Find(method, address.AbsolutePath) is { } row)
        {
            _rows[row] = 0;
        }
    }
}
