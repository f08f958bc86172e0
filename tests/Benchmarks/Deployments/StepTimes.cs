using System.Text.Json;
using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Deployments;

/// <summary>How long the steps of deployments took, by the platform's own account.</summary>
internal sealed class StepTimes
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, (Samples Begin, Samples Took)> _steps = new(StringComparer.Ordinal);

    /// <summary>Adds a step.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="begin">When it began, seconds after the request.</param>
    /// <param name="took">How long it took, in seconds.</param>
    public void Add(string name, double begin, double took)
    {
        if (!_steps.TryGetValue(name, out var samples))
        {
            _order.Add(name);
            _steps[name] = samples = (new Samples(), new Samples());
        }

        samples.Begin.Add(begin);
        samples.Took.Add(took);
    }

    /// <summary>Adds the leaves of a deployment's progress that ran.</summary>
    /// <param name="steps">The steps, as the API shows them.</param>
    /// <param name="requested">When the deployment was asked for.</param>
    /// <param name="path">The names above.</param>
    public void Add(JsonElement steps, DateTimeOffset requested, string path = "")
    {
        foreach (var step in steps.EnumerateArray())
        {
            var name = path + step.GetProperty("name").GetString();
            if (step.TryGetProperty("steps", out var inner) && inner.ValueKind == JsonValueKind.Array)
            {
                Add(inner, requested, name + "/");
            }
            else if (Time(step, "started_at") is { } from && Time(step, "ended_at") is { } to)
            {
                Add(name, (from - requested).TotalSeconds, (to - from).TotalSeconds);
            }
        }
    }

    public void Write(TextWriter output)
    {
        var table = new Table("  step, seconds", "median begins", "takes", "first run begins", "takes");
        foreach (var name in _order)
        {
            var (begin, took) = _steps[name];
            table.Add("  " + name, $"{begin.Median:0.000}", $"{took.Median:0.000}", $"{begin.First:0.000}", $"{took.First:0.000}");
        }

        table.Write(output);
    }

    private static DateTimeOffset? Time(JsonElement step, string name) =>
        step.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetDateTimeOffset() : null;
}
