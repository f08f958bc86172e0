namespace Pipelines.Activities.Detection.Sites;

/// <summary>Files that are served as they are: an index.html in the folder, or in one that sites are customarily in.</summary>
internal sealed class HtmlDetector : IDetector
{
    /// <summary>The folders that App Platform's output_dir falls back to, and those of customary site layouts.</summary>
    private static readonly string[] Folders = ["_static", "dist", "public", "build", "site", "www", "html", "web", "docs"];

    public string EnvironmentSlug => "html";

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        var output = folder.Has("index.html") ? "." : Array.Find(Folders, name => folder.Has(name + "/index.html"));
        if (output is null)
        {
            return [];
        }

        var index = output == "." ? "index.html" : output + "/index.html";
        return [new ComponentDraft(folder, "html", "HTML")
            .WithLanguage(index, "is a web page")
            .Publishes(output, index, "is there as it is")
            .Guessed(output != ".")];
    }
}
