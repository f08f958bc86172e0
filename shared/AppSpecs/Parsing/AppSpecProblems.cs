namespace Pipelines.AppSpecs;

/// <summary>Problems of a spec in the words of the API.</summary>
public static class AppSpecProblems
{
    /// <summary>
    /// One message as the API's errors carry it:
    /// <c>error validating app spec field "services.health_check.port": health check port "9090" not found in internal_ports</c>.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <returns>The message, without position in the text.</returns>
    public static string ToApiMessage(this SpecProblem problem) => problem.Path.Length == 0
        ? $"error parsing app spec: {problem.Message}"
        : $"error validating app spec field \"{problem.FieldName}\": {problem.Message}";

    /// <summary>All problems in one message, separated by semicolons.</summary>
    /// <param name="problems">The problems.</param>
    /// <returns>The message; empty when there is no problem.</returns>
    public static string ToApiMessage(this IEnumerable<SpecProblem> problems) =>
        string.Join("; ", problems.Select(ToApiMessage));
}
