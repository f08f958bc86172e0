using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Pipelines.Functions.Embedded;

/// <summary>Writes the addresses of the durable webhooks, with the key that they ask for.</summary>
internal sealed class ManagementAddresses(KeyStore keys, IServer server)
{
    /// <summary>Where the webhooks begin, as in the official host.</summary>
    public const string Root = "/runtime/webhooks/durabletask";

    /// <summary>After how many seconds a client should ask again.</summary>
    public const string RetryAfterSeconds = "1";

    // A client made by DI knows its host only through this table: the official one is a type of its own.
    private static readonly ConditionalWeakTable<DurableTaskClient, ManagementAddresses> Known = [];

    public static ManagementAddresses Of(DurableTaskClient client, HttpRequestData? request) =>
        request?.FunctionContext.InstanceServices.GetService<ManagementAddresses>()
            ?? (Known.TryGetValue(client, out var addresses) ? addresses : null)
            ?? throw new InvalidOperationException("The client belongs to no running host: pass the request to answer.");

    public void Know(DurableTaskClient client) => Known.AddOrUpdate(client, this);

    public HttpManagementPayload For(string instanceId, Uri? requestUrl)
    {
        var host = requestUrl?.GetLeftPart(UriPartial.Authority) ?? ListeningAddress();
        var instance = $"{host}{Root}/instances/{Uri.EscapeDataString(instanceId)}";
        var code = "code=" + keys.SystemKey;
        return new HttpManagementPayload
        {
            Id = instanceId,
            StatusQueryGetUri = $"{instance}?{code}",
            SendEventPostUri = $"{instance}/raiseEvent/{{eventName}}?{code}",
            TerminatePostUri = $"{instance}/terminate?reason={{text}}&{code}",
            RewindPostUri = $"{instance}/rewind?reason={{text}}&{code}",
            PurgeHistoryDeleteUri = $"{instance}?{code}",
            RestartPostUri = $"{instance}/restart?{code}",
            SuspendPostUri = $"{instance}/suspend?reason={{text}}&{code}",
            ResumePostUri = $"{instance}/resume?reason={{text}}&{code}",
        };
    }

    private string ListeningAddress() =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/')
            ?? throw new InvalidOperationException("The host does not listen yet: pass the request to answer.");
}
