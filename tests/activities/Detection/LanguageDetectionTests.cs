using Pipelines.AppSpecs;

namespace Pipelines.Activities.Tests.Detection;

public sealed class LanguageDetectionTests
{
    [Fact]
    public void Go_at_the_root()
    {
        var app = Repository.Only(("go.mod", "module github.com/acme/shop/v2\n\ngo 1.22\n\nrequire github.com/gin-gonic/gin v1.9.0"), ("go.sum", ""), ("main.go", "package main\nimport \"net/http\"\n"));
        (app.Name, app.LanguageVersion, app.Framework).ShouldBe(("shop", "1.22", "Gin"));
        app.InstallCommand.ShouldBe("go mod download");
        app.BuildCommand.ShouldBe("go build -trimpath -buildvcs=false -o bin/shop .");
        app.RunCommand.ShouldBe("./bin/shop");
    }

    [Fact]
    public void Go_with_several_programs_is_the_ones_that_serve()
    {
        var app = Repository.Only(("go.mod", "module acme/shop\ngo 1.22"), ("cmd/migrate/main.go", "package main"), ("cmd/api/main.go", "package main\nhttp.ListenAndServe(\":9000\", nil)"), ("internal/x/x.go", "package x"));
        (app.BuildCommand, app.HttpPort).ShouldBe(("go build -trimpath -buildvcs=false -o bin/api ./cmd/api", 9000));
    }

    [Fact]
    public void Go_without_a_program_says_so() =>
        Repository.Detect(("go.mod", "module a/b"), ("b.go", "package b")).Components.ShouldHaveSingleItem().Problem.ShouldNotBeNull().ShouldContain("package main");

    [Fact]
    public void Rust()
    {
        var app = Repository.Only(("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\n[dependencies]\nrocket = { version = \"0.5\", features = [\"json\"] }"), ("Cargo.lock", ""), ("src/main.rs", "fn main() {}"), ("rust-toolchain.toml", "[toolchain]\nchannel = \"1.79\""));
        (app.Framework, app.LanguageVersion).ShouldBe(("Rocket", "1.79"));
        app.BuildCommand.ShouldBe("cargo build --release --locked --bin shop");
        app.RunCommand.ShouldBe("ROCKET_ADDRESS=0.0.0.0 ROCKET_PORT=$PORT ./target/release/shop");
    }

    [Fact]
    public void Rust_workspace() =>
        Repository.Only(
            ("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]"),
            ("crates/api/Cargo.toml", "[package]\nname = \"api\"\n[dependencies]\naxum = \"0.7\""), ("crates/api/src/main.rs", ""),
            ("crates/core/Cargo.toml", "[package]\nname = \"core\""), ("crates/core/src/lib.rs", ""))
            .RunCommand.ShouldBe("./target/release/api");

    [Theory]
    [InlineData("gem 'rails', '~> 7'\nruby '3.3.0'", "config/application.rb", "bundle exec rails server -b 0.0.0.0 -p $PORT -e ${RAILS_ENV:-production}")]
    [InlineData("gem 'sinatra'\ngem \"puma\"\nruby '3.3.0'", "config.ru", "bundle exec puma -b tcp://0.0.0.0:$PORT")]
    [InlineData("gem 'sinatra'\nruby '3.3.0'", "app.rb", "bundle exec ruby app.rb -o 0.0.0.0 -p $PORT")]
    public void Ruby(string gems, string file, string run)
    {
        var app = Repository.Only(("Gemfile", gems), (file, "require 'sinatra'"));
        (app.RunCommand, app.LanguageVersion, app.InstallCommand).ShouldBe((run, "3.3.0", "bundle install"));
    }

    [Fact]
    public void Jekyll()
    {
        var site = Repository.Only(("Gemfile", "gem 'jekyll'"), ("_config.yml", "title: x"), ("index.html", ""));
        (site.Framework, site.OutputDir, site.Kind).ShouldBe(("Jekyll", "_site", ComponentKind.StaticSite));
    }

    [Theory]
    [InlineData("""{"require":{"php":"^8.2","laravel/framework":"^11"}}""", "artisan", "Laravel", "php artisan serve --host=0.0.0.0 --port=$PORT")]
    [InlineData("""{"require":{"php":"^8.2","symfony/framework-bundle":"7"}}""", "bin/console", "Symfony", "php -S 0.0.0.0:$PORT -t public")]
    public void Php(string composer, string file, string framework, string run)
    {
        var app = Repository.Only(("composer.json", composer), ("public/index.php", "<?php"), (file, ""));
        (app.Framework, app.RunCommand, app.LanguageVersion).ShouldBe((framework, run, "^8.2"));
    }

    [Fact]
    public void Plain_php() => Repository.Only(("index.php", "<?php")).RunCommand.ShouldBe("php -S 0.0.0.0:$PORT -t .");

    [Theory]
    [InlineData("org.springframework.boot", "<version>1.0</version>", "java -Dserver.port=$PORT -jar target/shop-1.0.jar")]
    [InlineData("org.springframework.boot", "<version>${revision}</version>", "java -Dserver.port=$PORT -jar target/*.jar")]
    [InlineData("io.quarkus", "<version>1.0</version>", "java -Dquarkus.http.host=0.0.0.0 -Dquarkus.http.port=$PORT -jar target/quarkus-app/quarkus-run.jar")]
    public void Maven(string group, string version, string run)
    {
        var app = Repository.Only(
            ("pom.xml", $"<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><artifactId>shop</artifactId>{version}<properties><java.version>21</java.version></properties><dependencies><dependency><groupId>{group}</groupId></dependency></dependencies></project>"),
            ("mvnw", ""));
        (app.RunCommand, app.BuildCommand, app.LanguageVersion).ShouldBe((run, "sh ./mvnw -B -DskipTests package", "21"));
    }

    [Fact]
    public void Maven_without_a_framework_starts_the_main_class() =>
        Repository.Only(("pom.xml", "<project><artifactId>a</artifactId></project>"), ("src/main/java/x/App.java", "package x;\nclass App { public static void main(String[] a) {} }"))
            .RunCommand.ShouldBe("java -cp \"target/classes:target/dependency/*\" x.App");

    [Fact]
    public void Entities_of_a_pom_are_refused() =>
        Repository.Detect(("pom.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><project><artifactId>&e;</artifactId></project>"))
            .Problem.ShouldNotBeNull().ShouldContain("pom.xml cannot be read");

    [Theory]
    [InlineData("plugins { id 'org.springframework.boot' version '3.3' }\nversion = '1.2'\njava { toolchain { languageVersion = JavaLanguageVersion.of(21) } }", "Java", "sh ./gradlew --no-daemon bootJar", "java -Dserver.port=$PORT -jar build/libs/shop-1.2.jar")]
    [InlineData("plugins { kotlin(\"jvm\") version \"2\"\n id(\"io.ktor.plugin\") }\nkotlin { jvmToolchain(21) }", "Kotlin", "sh ./gradlew --no-daemon buildFatJar", "java -jar build/libs/*-all.jar")]
    [InlineData("plugins {\n  application\n}\nsourceCompatibility = 21", "Java", "sh ./gradlew --no-daemon installDist", "build/install/shop/bin/shop")]
    public void Gradle(string build, string language, string command, string run)
    {
        var app = Repository.Only(("build.gradle.kts", build), ("settings.gradle.kts", "rootProject.name = \"shop\""), ("gradlew", ""));
        (app.Language, app.BuildCommand, app.RunCommand, app.LanguageVersion).ShouldBe((language, command, run, "21"));
    }

    [Fact]
    public void A_dotnet_solution_is_its_web_applications_and_workers()
    {
        var found = Repository.Detect(
            ("Shop.sln", ""),
            ("src/Shop.Api/Shop.Api.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><TargetFramework>net8.0</TargetFramework><AssemblyName>shop</AssemblyName></PropertyGroup><ItemGroup><ProjectReference Include=\"..\\Shop.Core\\Shop.Core.csproj\" /></ItemGroup></Project>"),
            ("src/Shop.Jobs/Shop.Jobs.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Worker\"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>"),
            ("src/Shop.Core/Shop.Core.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"/>"),
            ("test/Shop.Tests/Shop.Tests.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><ItemGroup><PackageReference Include=\"Microsoft.NET.Test.Sdk\"/></ItemGroup></Project>")).Components;
        found.Select(component => (component.Name, component.Kind)).ShouldBe([("shop-api", ComponentKind.Service), ("shop-jobs", ComponentKind.Worker)]);
        found[0].RunCommand.ShouldBe("ASPNETCORE_URLS=http://0.0.0.0:$PORT dotnet out/Shop.Api/shop.dll");
        found[0].BuildCommand.ShouldBe("dotnet publish src/Shop.Api/Shop.Api.csproj -c Release --no-restore -o out/Shop.Api");
        found[0].LanguageVersion.ShouldBe("8.0");
        found[1].HttpPort.ShouldBeNull();
    }

    [Fact]
    public void Blazor_is_a_site() =>
        Repository.Only(("A.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.BlazorWebAssembly\"/>")).OutputDir.ShouldBe("out/wwwroot");

    [Fact]
    public void Phoenix()
    {
        var app = Repository.Only(("mix.exs", "def project do [app: :shop, elixir: \"~> 1.16\"] end\n{:phoenix, \"~> 1.7\"}\n\"assets.deploy\": []"));
        (app.Framework, app.RunCommand, app.LanguageVersion).ShouldBe(("Phoenix", "PHX_SERVER=true _build/prod/rel/shop/bin/shop start", "~> 1.16"));
        app.BuildCommand.ShouldNotBeNull().ShouldContain("assets.deploy");
    }

    [Fact]
    public void Deno()
    {
        Repository.Only(("deno.jsonc", "{ // tasks\n \"tasks\": {\"start\":\"deno run main.ts\"}}"), ("main.ts", "Deno.serve(f)")).RunCommand.ShouldBe("deno task start");
        Repository.Only(("main.ts", "Deno.serve(f)")).RunCommand.ShouldBe("deno run --allow-net --allow-env --allow-read main.ts");
    }

    [Fact]
    public void Hugo()
    {
        var site = Repository.Only(("hugo.toml", "title = 'x'\npublishDir = 'site'"), ("package.json", """{"devDependencies":{"postcss":"8"}}"""));
        (site.EnvironmentSlug, site.OutputDir, site.BuildCommand).ShouldBe(("hugo", "site", "hugo --minify"));
    }

    [Fact]
    public void Plain_html()
    {
        Repository.Only(("index.html", "<p>"), ("js/app.js", "")).OutputDir.ShouldBe(".");
        Repository.Only(("public/index.html", "<p>")).OutputDir.ShouldBe("public");
    }

    [Theory]
    [InlineData("FROM node AS build\nEXPOSE 1\nFROM nginx\nEXPOSE 80/udp 8081/tcp", 8081)]
    [InlineData("ARG PORT=3000\nFROM node\nENV P=${PORT}\nexpose ${PORT}", 3000)]
    [InlineData("FROM node\nCMD [\"node\"]", 8080)]
    public void A_dockerfile_comes_first(string dockerfile, int port)
    {
        var app = Repository.Only(("Dockerfile", dockerfile), ("package.json", """{"scripts":{"start":"node a.js"}}"""));
        (app.DockerfilePath, app.EnvironmentSlug, app.HttpPort, app.RunCommand).ShouldBe(("Dockerfile", "docker", port, null));
    }

    [Fact]
    public void Php_beside_a_package_json_builds_its_assets() =>
        Repository.Only(("composer.json", "{\"require\":{\"laravel/framework\":\"11\"}}"), ("artisan", ""), ("public/index.php", ""), ("package.json", """{"scripts":{"build":"vite build"},"devDependencies":{"vite":"5"}}"""), ("package-lock.json", ""))
            .BuildCommand.ShouldBe("npm ci && npm run build");
}
