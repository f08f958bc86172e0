using Pipelines.Activities.Detection.Deno;
using Pipelines.Activities.Detection.Dotnet;
using Pipelines.Activities.Detection.Elixir;
using Pipelines.Activities.Detection.Go;
using Pipelines.Activities.Detection.Images;
using Pipelines.Activities.Detection.Java;
using Pipelines.Activities.Detection.Node;
using Pipelines.Activities.Detection.Php;
using Pipelines.Activities.Detection.Processes;
using Pipelines.Activities.Detection.Python;
using Pipelines.Activities.Detection.Ruby;
using Pipelines.Activities.Detection.Rust;
using Pipelines.Activities.Detection.Sites;

namespace Pipelines.Activities.Detection;

/// <summary>
/// All detectors, the specific before the general. A package.json is often there for the assets of an application
/// in another language, so Node.js comes after those; a framework comes before its language.
/// </summary>
internal static class DetectorTable
{
    internal static readonly IReadOnlyList<IDetector> Detectors =
    [
        new DockerfileDetector(),
        new ElixirDetector(),
        new RailsDetector(),
        new GoDetector(),
        new RustDetector(),
        new MavenDetector(),
        new GradleDetector(),
        new DotnetDetector(),
        new PhpDetector(),
        new DjangoDetector(),
        new StreamlitDetector(),
        new AsgiDetector(),
        new WsgiDetector(),
        new HugoDetector(),
        new JekyllDetector(),
        new RackDetector(),
        new PythonDetector(),
        new DenoDetector(),
        new NextDetector(),
        new NuxtDetector(),
        new RemixDetector(),
        new SvelteKitDetector(),
        new AstroDetector(),
        new AngularDetector(),
        new NitroDetector(),
        new NestDetector(),
        new StaticBundlerDetector(),
        new NodeDetector(),
        new HtmlDetector(),
        new ProcfileDetector(),
    ];
}
