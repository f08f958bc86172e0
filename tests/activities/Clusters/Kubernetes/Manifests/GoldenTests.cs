using Pipelines.Activities.Clusters.Kubernetes;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests;

/// <summary>What is applied for the samples, for a reviewer to read. PIPELINES_WRITE_GOLDEN=1 writes the files anew.</summary>
public sealed class GoldenTests
{
    private static readonly bool s_writes = Environment.GetEnvironmentVariable("PIPELINES_WRITE_GOLDEN") == "1";

    public static TheoryData<string, GatewayKind> Samples()
    {
        var samples = Directory.GetDirectories(Path.Combine(Sources.Repository, "infra", "samples")).Select(Path.GetFileName).Append("shop").Order(StringComparer.Ordinal);
        var data = new TheoryData<string, GatewayKind>();
        foreach (var sample in samples)
        {
            foreach (var gateway in new[] { GatewayKind.Istio, GatewayKind.GatewayApi, GatewayKind.Ingress, GatewayKind.Platform })
            {
                data.Add(sample!, gateway);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_is_rendered_as_recorded(string sample, GatewayKind gateway)
    {
        var (options, catalog) = Rendered.With(gateway);
        var rendered = Rendered.Of(Planned.Sample(sample), options, catalog);
        var text = string.Concat(rendered.Limitations.Select(limitation => $"# {limitation}\n")) + Yaml.Write(rendered.Documents);

        var path = Path.Combine(Sources.Folder, "Golden", $"{sample}.{gateway}.yaml");
        if (s_writes)
        {
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }

        text.ShouldBe(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void No_recorded_file_is_left_over()
    {
        var wanted = Samples().Select(row => $"{row.Data.Item1}.{row.Data.Item2}.yaml");
        Directory.GetFiles(Path.Combine(Sources.Folder, "Golden")).Select(Path.GetFileName).ShouldBe(wanted, ignoreOrder: true);
    }
}
