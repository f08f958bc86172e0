using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Python;

/// <summary>Streamlit: the script that imports it.</summary>
internal sealed class StreamlitDetector : IDetector
{
    private static readonly Regex Imports = SourcePattern.Of(@"(?m)^\s*(?:import|from)\s+(streamlit)\b");

    public string EnvironmentSlug => PythonProject.EnvironmentSlug;

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (PythonProject.In(folder) is not { } project || !project.DependsOn("streamlit"))
        {
            return [];
        }

        var draft = project.Draft("Streamlit", "depends on streamlit");
        var script = folder.FirstOf("streamlit_app.py", "app.py", "main.py", "Home.py") ?? project.Search(Imports)?.File;
        return [script is null
            ? draft.Lacks("No Python file imports streamlit: state run_command.")
            : draft.Runs(
                $"streamlit run {ShellWord.Quoted(script)} --server.address 0.0.0.0 --server.port $PORT --server.headless true",
                script,
                "is the Streamlit script")];
    }
}
