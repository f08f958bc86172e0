using Pipelines.Activities.Detection;
using Pipelines.Activities.Detection.Node;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Tests.Detection.Node;

public sealed class NodeDetectorTests
{
    [Fact]
    public void A_plain_start_script_runs_without_the_package_manager()
    {
        var app = Repository.Only(
            ("package.json", """{"name":"@acme/shop","engines":{"node":"20.x"},"scripts":{"start":"node src/server.js","build":"tsc"},"dependencies":{"express":"4"}}"""),
            ("package-lock.json", "{}"),
            ("src/server.js", "app.listen(process.env.PORT)"));
        app.Name.ShouldBe("shop");
        app.Kind.ShouldBe(ComponentKind.Service);
        app.Language.ShouldBe("Node.js");
        app.LanguageVersion.ShouldBe("20.x");
        app.Framework.ShouldBe("Express");
        app.PackageManager.ShouldBe("npm");
        app.InstallCommand.ShouldBe("npm ci");
        app.BuildCommand.ShouldBe("npm run build");
        app.RunCommand.ShouldBe("node src/server.js");
        app.HttpPort.ShouldBe(8080);
        app.EnvironmentSlug.ShouldBe("node-js");
        app.Evidence.ShouldContain(new DetectionEvidence("RunCommand", "package.json", "scripts.start: node src/server.js"));
        app.Evidence.ShouldContain(new DetectionEvidence("LanguageVersion", "package.json", "engines.node: 20.x"));
    }

    [Theory]
    [InlineData("package-lock.json", "", "npm", "npm ci")]
    [InlineData("yarn.lock", "", "yarn", "yarn install --frozen-lockfile")]
    [InlineData("yarn.lock", "yarn@4.1.0", "yarn", "yarn install --immutable")]
    [InlineData("pnpm-lock.yaml", "pnpm@9.0.0", "pnpm", "pnpm install --frozen-lockfile")]
    [InlineData("bun.lock", "", "bun", "bun install --frozen-lockfile")]
    [InlineData("bun.lockb", "", "bun", "bun install --frozen-lockfile")]
    [InlineData("none", "pnpm@9.0.0", "pnpm", "pnpm install")]
    [InlineData("none", "", "npm", "npm install")]
    public void Package_managers(string lockFile, string declared, string program, string install)
    {
        var field = declared.Length == 0 ? string.Empty : $"\"packageManager\":\"{declared}\",";
        var app = Repository.Only(
            ("package.json", $$$"""{ {{{field}}} "scripts":{"start":"tsx server.ts","build":"x"},"dependencies":{"fastify":"5"}}"""),
            (lockFile, "x"));
        app.PackageManager.ShouldBe(program);
        app.InstallCommand.ShouldBe(install);
        app.BuildCommand.ShouldBe(program + " run build");
        app.RunCommand.ShouldBe(program + " run start");
        app.Framework.ShouldBe("Fastify");
    }

    [Fact]
    public void Without_dependencies_nothing_is_installed() =>
        Repository.Only(("package.json", """{"scripts":{"start":"node a.js"}}"""), ("package-lock.json", "{}")).InstallCommand.ShouldBeNull();

    [Theory]
    [InlineData(".nvmrc", "v18.19.0\n", "18.19.0")]
    [InlineData(".node-version", "22\n", "22")]
    [InlineData(".tool-versions", "python 3.11\nnodejs 21.1.0\n", "21.1.0")]
    public void Version_files(string file, string content, string version) =>
        Repository.Only(("package.json", """{"scripts":{"start":"node a.js"}}"""), (file, content)).LanguageVersion.ShouldBe(version);

    [Fact]
    public void Main_is_started_when_there_is_no_script()
    {
        var app = Repository.Only(("package.json", """{"main":"./lib/web"}"""), ("lib/web.js", "http.createServer(f).listen(3000)"));
        app.RunCommand.ShouldBe("node lib/web.js");
        app.HttpPort.ShouldBe(3000);
        app.Evidence.ShouldContain(evidence => evidence.Fact == "HttpPort" && evidence.File == "lib/web.js");
    }

    [Fact]
    public void A_queue_consumer_is_a_worker()
    {
        var app = Repository.Only(("package.json", """{"scripts":{"start":"node jobs.js"},"dependencies":{"bullmq":"5"}}"""), ("jobs.js", "new Worker('q', run)"));
        app.Kind.ShouldBe(ComponentKind.Worker);
        app.HttpPort.ShouldBeNull();
    }

    [Fact]
    public void A_package_that_starts_nothing_says_what_is_missing()
    {
        var component = Repository.Detect(("package.json", "{\"name\":\"lib\"}")).Components.ShouldHaveSingleItem();
        component.Problem.ShouldNotBeNull().ShouldContain("start");
    }

    [Fact]
    public void A_main_that_is_shell_syntax_is_not_run()
    {
        var component = Repository.Detect(("package.json", """{"main":"a;rm -rf x.js"}"""), ("a;rm -rf x.js", "")).Components.ShouldHaveSingleItem();
        component.RunCommand.ShouldBeNull();
    }

    [Fact]
    public void A_broken_package_json_is_named()
    {
        var result = Repository.Detect(("package.json", "{ \"name\": "), ("lib/x.txt", ""));
        result.Components.ShouldBeEmpty();
        result.Problem.ShouldNotBeNull().ShouldContain("package.json cannot be read");
    }

    [Fact]
    public void Each_detector_stands_alone()
    {
        var folder = Repository.Folder(("package.json", """{"dependencies":{"next":"14"}}"""));
        new NextDetector().Detect(folder).ShouldHaveSingleItem().Framework.ShouldBe("Next.js");
        new NuxtDetector().Detect(folder).ShouldBeEmpty();
        new AstroDetector().Detect(folder).ShouldBeEmpty();
    }
}
