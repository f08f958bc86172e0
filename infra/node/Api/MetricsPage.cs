using System.Globalization;
using System.Text;
using Pipelines.Node.Ingress;
using Pipelines.Node.Releases;

namespace Pipelines.Node.Api;

/// <summary>The node's figures in Prometheus' text format.</summary>
internal sealed class MetricsPage(NodeCluster cluster, IngressMetrics ingress)
{
    public string Render()
    {
        var page = new StringBuilder();
        WriteInstances(page);
        WriteRequests(page);
        return page.ToString();
    }

    private void WriteInstances(StringBuilder page)
    {
        var components = cluster.Apps
            .SelectMany(app => app.Releases.SelectMany(release => release.Components.Values.Select(component => (app.Record.Name, component))))
            .GroupBy(each => (App: each.Name, Component: each.component.Spec.Name))
            .ToList();
        Head(page, "pipelines_node_instances", "gauge", "Running instances.");
        components.ForEach(each => Sample(page, "pipelines_node_instances", each.Key, null, each.Sum(one => one.component.Instances.Count(instance => instance.Running))));
        Head(page, "pipelines_node_instances_ready", "gauge", "Instances that pass their readiness check.");
        components.ForEach(each => Sample(page, "pipelines_node_instances_ready", each.Key, null, each.Sum(one => one.component.Instances.Count(instance => instance.Ready))));
        Head(page, "pipelines_node_instance_restarts_total", "counter", "Restarts of instances that ended by themselves.");
        components.ForEach(each => Sample(page, "pipelines_node_instance_restarts_total", each.Key, null, each.Sum(one => one.component.Instances.Sum(instance => instance.Record.Restarts))));
    }

    private void WriteRequests(StringBuilder page)
    {
        var counts = ingress.Counts.OrderBy(each => each.Key).ToList();
        Head(page, "pipelines_ingress_requests_total", "counter", "Requests by class of status.");
        counts.ForEach(each => Sample(page, "pipelines_ingress_requests_total", (each.Key.App, each.Key.Component), each.Key.Class, each.Value.Requests));
        Head(page, "pipelines_ingress_response_bytes_total", "counter", "Bytes of the answers' bodies.");
        counts.ForEach(each => Sample(page, "pipelines_ingress_response_bytes_total", (each.Key.App, each.Key.Component), each.Key.Class, each.Value.Bytes));
        Head(page, "pipelines_ingress_request_seconds_total", "counter", "Time that requests took, all together.");
        counts.ForEach(each => Sample(page, "pipelines_ingress_request_seconds_total", (each.Key.App, each.Key.Component), each.Key.Class, each.Value.Duration.TotalSeconds));
    }

    private static void Head(StringBuilder page, string name, string type, string help) =>
        page.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    // Names of apps and components are DNS labels: nothing in them needs escaping.
    private static void Sample(StringBuilder page, string name, (string App, string Component) of, int? statusClass, double value)
    {
        page.Append(CultureInfo.InvariantCulture, $"{name}{{app=\"{of.App}\",component=\"{of.Component}\"");
        if (statusClass is { } number)
        {
            page.Append(CultureInfo.InvariantCulture, $",class=\"{number}xx\"");
        }

        page.Append(CultureInfo.InvariantCulture, $"}} {value}\n");
    }
}
