using Pipelines.AppSpecs;

namespace Pipelines.Activities.Tests.Detection.Node;

public sealed class NodeFrameworkTests
{
    [Theory]
    [InlineData("vite", "Vite", "dist")]
    [InlineData("react-scripts", "Create React App", "build")]
    [InlineData("@vue/cli-service", "Vue CLI", "dist")]
    [InlineData("gatsby", "Gatsby", "public")]
    [InlineData("astro", "Astro", "dist")]
    [InlineData("@docusaurus/core", "Docusaurus", "build")]
    [InlineData("@11ty/eleventy", "Eleventy", "_site")]
    [InlineData("parcel", "Parcel", "dist")]
    public void Site_builders(string package, string framework, string output)
    {
        var site = Repository.Only(
            ("package.json", $$$"""{"scripts":{"build":"make it","start":"vite preview"},"devDependencies":{"{{{package}}}":"1"}}"""), ("yarn.lock", ""));
        site.Kind.ShouldBe(ComponentKind.StaticSite);
        site.Framework.ShouldBe(framework);
        site.OutputDir.ShouldBe(output);
        site.BuildCommand.ShouldBe("yarn run build");
        site.RunCommand.ShouldBeNull();
        site.HttpPort.ShouldBeNull();
    }

    [Fact]
    public void Vite_writes_where_its_configuration_says() =>
        Repository.Only(("package.json", """{"devDependencies":{"vite":"5"}}"""), ("vite.config.ts", "export default { build: { outDir: './www' } }"))
            .OutputDir.ShouldBe("www");

    [Fact]
    public void An_output_folder_outside_is_not_believed() =>
        Repository.Only(("package.json", """{"devDependencies":{"vite":"5"}}"""), ("vite.config.ts", "outDir: '../../etc'")).OutputDir.ShouldBe("dist");

    [Fact]
    public void Vite_behind_a_server_is_a_service()
    {
        var app = Repository.Only(("package.json", """{"scripts":{"build":"vite build","start":"node server.js"},"dependencies":{"vite":"5","express":"4"}}"""), ("server.js", "app.listen(process.env.PORT)"));
        app.Kind.ShouldBe(ComponentKind.Service);
        app.RunCommand.ShouldBe("node server.js");
        app.BuildCommand.ShouldBe("npm run build");
    }

    [Theory]
    [InlineData("", "service", "npx --no-install next start -H 0.0.0.0 -p $PORT")]
    [InlineData("module.exports = { output: 'standalone' }", "service", "HOSTNAME=0.0.0.0 node .next/standalone/server.js")]
    [InlineData("module.exports = { output: \"export\" }", "site", "out")]
    public void Next(string config, string kind, string expected)
    {
        var app = Repository.Only(("package.json", """{"scripts":{"build":"next build","start":"next start"},"dependencies":{"next":"14"}}"""), ("next.config.js", config));
        app.Framework.ShouldBe("Next.js");
        app.Kind.ShouldBe(kind == "site" ? ComponentKind.StaticSite : ComponentKind.Service);
        (app.RunCommand ?? app.OutputDir).ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"scripts":{"build":"nuxt build"},"dependencies":{"nuxt":"^3.10"}}""", "HOST=0.0.0.0 node .output/server/index.mjs")]
    [InlineData("""{"scripts":{"build":"nuxt build"},"dependencies":{"nuxt":"^2.15"}}""", "npx --no-install nuxt start --hostname 0.0.0.0 --port $PORT")]
    [InlineData("""{"scripts":{"generate":"nuxt generate"},"dependencies":{"nuxt":"^3.10"}}""", ".output/public")]
    [InlineData("""{"scripts":{"build":"astro build"},"dependencies":{"astro":"4","@astrojs/node":"8"}}""", "HOST=0.0.0.0 node ./dist/server/entry.mjs")]
    [InlineData("""{"scripts":{"build":"vite build"},"devDependencies":{"vite":"5","@sveltejs/kit":"2","@sveltejs/adapter-node":"5"}}""", "HOST=0.0.0.0 node build")]
    [InlineData("""{"scripts":{"build":"vite build"},"devDependencies":{"vite":"5","@sveltejs/kit":"2","@sveltejs/adapter-static":"3"}}""", "build")]
    [InlineData("""{"scripts":{"build":"remix vite:build","start":"remix-serve ./build/server/index.js"},"dependencies":{"vite":"5","@remix-run/dev":"2"}}""", "HOST=0.0.0.0 npm run start")]
    [InlineData("""{"scripts":{"build":"nest build","start":"nest start","start:prod":"node dist/main"},"dependencies":{"@nestjs/core":"10"}}""", "node dist/main")]
    [InlineData("""{"dependencies":{"@nestjs/core":"10"}}""", "node dist/main.js")]
    [InlineData("""{"scripts":{"build":"vinxi build","start":"vinxi start"},"dependencies":{"@solidjs/start":"1"}}""", "HOST=0.0.0.0 node .output/server/index.mjs")]
    public void Rendering_frameworks(string package, string expected)
    {
        var app = Repository.Only(("package.json", package));
        (app.RunCommand ?? app.OutputDir).ShouldBe(expected);
        app.BuildCommand.ShouldNotBeNull();
    }

    [Fact]
    public void SvelteKit_without_an_adapter_says_which_to_add() =>
        Repository.Detect(("package.json", """{"devDependencies":{"@sveltejs/kit":"2","@sveltejs/adapter-auto":"3"}}"""))
            .Components.ShouldHaveSingleItem().Problem.ShouldNotBeNull().ShouldContain("adapter-node");

    [Theory]
    [InlineData("""{"builder":"@angular-devkit/build-angular:browser","options":{"outputPath":"dist/shop"}}""", "dist/shop")]
    [InlineData("""{"builder":"@angular-devkit/build-angular:application","options":{"outputPath":"dist/shop"}}""", "dist/shop/browser")]
    [InlineData("""{"builder":"@angular/build:application","options":{}}""", "dist/shop/browser")]
    [InlineData("""{"builder":"@angular/build:application","options":{"ssr":{"entry":"server.ts"}}}""", "node dist/shop/server/server.mjs")]
    public void Angular(string build, string expected)
    {
        var app = Repository.Only(
            ("package.json", """{"scripts":{"build":"ng build","start":"ng serve"},"dependencies":{"@angular/core":"18"}}"""),
            ("angular.json", """{"projects":{"shop":{"projectType":"application","architect":{"build":BUILD}}}}""".Replace("BUILD", build)));
        (app.RunCommand ?? app.OutputDir).ShouldBe(expected);
    }

    [Fact]
    public void A_workspace_is_installed_at_its_root_and_built_in_its_packages()
    {
        var found = Repository.Detect(
            ("package.json", """{"private":true,"workspaces":["apps/*","packages/*"],"scripts":{"build":"turbo build"}}"""),
            ("pnpm-lock.yaml", ""),
            ("apps/api/package.json", """{"name":"api","scripts":{"start":"node index.js"},"dependencies":{"express":"4"}}"""),
            ("apps/web/package.json", """{"name":"web","scripts":{"build":"vite build"},"devDependencies":{"vite":"5"}}"""),
            ("packages/shared/package.json", """{"name":"shared","main":"index.js"}"""),
            ("packages/shared/index.js", "module.exports = 1")).Components;
        found.Select(component => component.Name).ShouldBe(["api", "web"]);
        found.ShouldAllBe(component => component.SourceDir == "" && component.InstallCommand == "pnpm install --frozen-lockfile");
        found[0].RunCommand.ShouldBe("cd apps/api && node index.js");
        found[1].BuildCommand.ShouldBe("cd apps/web && pnpm run build");
        found[1].OutputDir.ShouldBe("apps/web/dist");
    }
}
