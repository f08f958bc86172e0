namespace Pipelines.AppSpecs.Tests;

internal static class TestSpecs
{
    public static string Golden(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name));

    public static AppSpec Valid(string yaml)
    {
        var result = AppSpecParser.Parse(yaml);
        result.Problems.Select(problem => problem.ToString()).ShouldBeEmpty();
        return result.Spec.ShouldNotBeNull();
    }

    /// <summary>A valid spec with one service, whose further fields are the given lines.</summary>
    public static string WithService(string fields) => $"""
        name: app
        services:
          - name: web
            git:
              repo_clone_url: https://git.example.com/web.git
        {Indent(fields, 4)}
        """;

    /// <summary>A valid spec with one service and further fields of the app.</summary>
    public static string WithApp(string fields) => $"""
        {WithService("http_port: 8080")}
        {fields}
        """;

    public static string Component(string list, string fields, bool source = true) => $"""
        name: app
        {list}:
          - name: part
        {(source ? "    git: { repo_clone_url: https://git.example.com/part.git }" : "")}
        {Indent(fields, 4)}
        """;

    private static string Indent(string text, int columns) =>
        string.Join('\n', text.Split('\n').Select(line => new string(' ', columns) + line));
}
