using System.Text;
using Pipelines.Activities.Detection;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Tests.Detection;

public sealed class SourceDetectorTests
{
    private static readonly (string, string) NodeApp = ("package.json", """{"scripts":{"start":"node a.js"}}""");

    [Fact]
    public void A_procfile_wins_and_names_the_processes()
    {
        var found = Repository.Detect(
            ("Procfile", "# processes\nrelease: python manage.py migrate\nworker: celery -A shop worker\nweb: gunicorn shop:app\n"),
            ("requirements.txt", "flask\ngunicorn\ncelery"),
            ("shop.py", "app = Flask(__name__)"),
            NodeApp).Components;
        found.Select(component => (component.Name, component.Kind, component.RunCommand)).ShouldBe(
        [
            ("web", ComponentKind.Service, "gunicorn shop:app"),
            ("worker", ComponentKind.Worker, "celery -A shop worker"),
        ]);
        found.ShouldAllBe(component => component.EnvironmentSlug == "python" && component.InstallCommand == "pip install -r requirements.txt");
        found[0].Evidence.ShouldContain(evidence => evidence.Fact == "ReleaseCommand" && evidence.Detail.Contains("PRE_DEPLOY"));
    }

    [Fact]
    public void A_procfile_tells_the_language_among_several() =>
        Repository.Only(("Procfile", "web: node a.js"), ("requirements.txt", "flask"), ("app.py", "app = Flask(__name__)"), NodeApp).EnvironmentSlug.ShouldBe("node-js");

    [Fact]
    public void A_procfile_alone_is_enough()
    {
        var app = Repository.Only(("Procfile", "web: ./serve.sh"), ("serve.sh", ""));
        (app.EnvironmentSlug, app.RunCommand, app.Kind).ShouldBe(("procfile", "./serve.sh", ComponentKind.Service));
    }

    [Fact]
    public void A_monorepo_is_its_folders()
    {
        var found = Repository.Detect(
            ("README.md", ""),
            ("services/api/go.mod", "module api"), ("services/api/main.go", "package main\nimport \"net/http\""),
            ("frontend/package.json", """{"devDependencies":{"vite":"5"}}"""),
            ("frontend/src/deep/package.json", "{}"),
            ("examples/demo/index.html", ""),
            ("node_modules/x/package.json", """{"scripts":{"start":"x"}}""")).Components;
        found.Select(component => (component.Name, component.SourceDir)).ShouldBe([("frontend", "frontend"), ("api", "services/api")]);
        found[1].Evidence.ShouldAllBe(evidence => evidence.File.StartsWith("services/api/"));
    }

    [Fact]
    public void Source_dir_and_environment_narrow_it()
    {
        Repository.Detect(new DetectionHints { SourceDir = "/web/" }, ("index.html", ""), ("web/package.json", NodeApp.Item2)).Components.ShouldHaveSingleItem().SourceDir.ShouldBe("web");
        Repository.Detect(new DetectionHints { EnvironmentSlug = "node-js" }, ("Dockerfile", "FROM x"), NodeApp).Components.ShouldHaveSingleItem().EnvironmentSlug.ShouldBe("node-js");
        Repository.Detect(new DetectionHints { EnvironmentSlug = "html" }, NodeApp).Components.ShouldHaveSingleItem().EnvironmentSlug.ShouldBe("node-js");
    }

    [Theory]
    [InlineData("../other", "leads out")]
    [InlineData("a/../../b", "leads out")]
    [InlineData("nowhere", "is not a folder of the repository. At its root there are: web")]
    public void A_wrong_source_dir_is_explained(string sourceDir, string problem)
    {
        var result = Repository.Detect(new DetectionHints { SourceDir = sourceDir }, ("web/index.html", ""));
        result.Components.ShouldBeEmpty();
        result.Problem.ShouldNotBeNull().ShouldContain(problem);
    }

    [Theory]
    [InlineData("docker/prod.Dockerfile", "docker/prod.Dockerfile")]
    [InlineData("/docker/prod.Dockerfile", "docker/prod.Dockerfile")]
    [InlineData("Dockerfile.web", "web/Dockerfile.web")]
    public void A_stated_dockerfile_is_used(string stated, string path)
    {
        var app = Repository.Detect(new DetectionHints { DockerfilePath = stated, SourceDir = "web" }, ("docker/prod.Dockerfile", "FROM x\nEXPOSE 5000"), ("web/Dockerfile.web", "FROM x\nEXPOSE 5000"))
            .Components.ShouldHaveSingleItem();
        (app.DockerfilePath, app.SourceDir, app.HttpPort).ShouldBe((path, "web", 5000));
        app.Evidence.ShouldContain(evidence => evidence.Fact == "HttpPort" && evidence.File == path);
    }

    [Fact]
    public void A_missing_dockerfile_is_explained() =>
        Repository.Detect(new DetectionHints { DockerfilePath = "x/Dockerfile" }, NodeApp).Problem.ShouldBe("dockerfile_path \"x/Dockerfile\" is not a file of the repository.");

    [Fact]
    public void The_wanted_kind_is_kept()
    {
        Repository.Wanted(ComponentKind.Worker, NodeApp).HttpPort.ShouldBeNull();
        Repository.Wanted(ComponentKind.Job, NodeApp).Kind.ShouldBe(ComponentKind.Job);
        Repository.Wanted(ComponentKind.StaticSite, ("package.json", """{"dependencies":{"next":"14"}}""")).OutputDir.ShouldBe("out");
        Repository.Wanted(ComponentKind.Service, ("package.json", """{"dependencies":{"vite":"5"}}""")).RunCommand.ShouldBe("npx --no-install vite preview --host 0.0.0.0 --port $PORT");
        Repository.Wanted(ComponentKind.Service, ("index.html", "")).Problem.ShouldNotBeNull().ShouldContain("static_sites");
    }

    [Fact]
    public void Nothing_detectable_is_explained()
    {
        Repository.Detect(("README.md", "x"), ("notes/a.txt", "")).Problem.ShouldNotBeNull().ShouldContain("package.json");
        Repository.Detect().Problem.ShouldBe("There are no files in the repository.");
    }

    [Fact]
    public void Names_fit_an_app_spec()
    {
        Repository.Only(("package.json", """{"name":"@x/9 My_Very.Long--Application Name That Never Ends_","scripts":{"start":"a"}}""")).Name.ShouldBe("my-very-long-application-name-th");
        Repository.Only(("package.json", """{"name":"é","scripts":{"start":"a"}}""")).Name.ShouldBe("web");
        Repository.Detect(("a/app/index.html", ""), ("b/app/index.html", "")).Components.Select(component => component.Name).ShouldBe(["app", "app-2"]);
    }

    [Fact]
    public void A_huge_repository_costs_no_more_than_the_limits()
    {
        var files = Enumerable.Range(0, 30_000).Select(number => ($"pkg/d{number % 300}/f{number}.py", "x = 1\n" + new string('#', 2_000))).Append(("requirements.txt", "fastapi\nuvicorn")).ToArray();
        var tree = new InMemorySourceTree(files);
        var limits = new DetectionLimits { MaxEntries = 500, MaxFilesRead = 50, MaxBytes = 20_000 };
        new SourceDetector(limits).Detect(tree, new DetectionHints(), TestContext.Current.CancellationToken).Components.ShouldHaveSingleItem();
        tree.Reads.ShouldBeLessThanOrEqualTo(50);
        tree.BytesRead.ShouldBeLessThanOrEqualTo(20_000);
        tree.Listings.ShouldBeLessThanOrEqualTo(500);
    }

    [Fact]
    public void An_ordinary_folder_is_read_sparingly()
    {
        var tree = new InMemorySourceTree(NodeApp, ("package-lock.json", "{}"), ("a.js", ""), ("src/b.js", ""), ("README.md", ""));
        new SourceDetector().Detect(tree, new DetectionHints(), TestContext.Current.CancellationToken).Components.ShouldHaveSingleItem();
        tree.Reads.ShouldBeLessThanOrEqualTo(4);
    }

    [Theory]
    [InlineData("package.json")]
    [InlineData("pyproject.toml")]
    [InlineData("Cargo.toml")]
    [InlineData("pom.xml")]
    [InlineData("App.csproj")]
    [InlineData("deno.json")]
    [InlineData("composer.json")]
    [InlineData("Dockerfile")]
    [InlineData("Procfile")]
    [InlineData("Gemfile")]
    [InlineData("build.gradle")]
    [InlineData("mix.exs")]
    public void Hostile_manifests_end_in_an_answer(string file)
    {
        var random = new Random(7);
        string[] hostile =
        [
            new('[', 100_000), new('{', 100_000), "\0\0\0", "a = " + new string('[', 5_000), string.Concat(Enumerable.Repeat("{\"a\":", 5_000)),
            string.Concat(Enumerable.Repeat("<a>", 50_000)), string.Concat(Enumerable.Repeat("a.", 5_000)) + "b = 1", "[[", "x = \"\\U99999999\"", "[]", "3", "\"", "{}",
            "{\"scripts\":3,\"dependencies\":[],\"engines\":\"x\",\"packageManager\":{},\"main\":[]}", "[package]\nname = 3\n[dependencies]\nrocket=1", "[project]\ndependencies = {}\nname = []",
            Encoding.Latin1.GetString([.. Enumerable.Range(0, 5_000).Select(_ => (byte)random.Next(256))]),
        ];
        foreach (var content in hostile)
        {
            var result = Repository.Detect((file, content), ("src/main.rs", ""), ("main.py", content));
            (result.Components.Count > 0).ShouldBe(result.Problem is null);
        }
    }

    [Fact]
    public void It_can_be_stopped() =>
        Should.Throw<OperationCanceledException>(() => new SourceDetector().Detect(new InMemorySourceTree(NodeApp), new DetectionHints(), new CancellationToken(canceled: true)));
}
