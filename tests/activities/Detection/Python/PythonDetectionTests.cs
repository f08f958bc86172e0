using Pipelines.AppSpecs;

namespace Pipelines.Activities.Tests.Detection.Python;

public sealed class PythonDetectionTests
{
    [Theory]
    [InlineData("django\ngunicorn\n", "gunicorn --bind 0.0.0.0:$PORT shop.wsgi:application")]
    [InlineData("Django>=4\nuvicorn[standard]==0.30\n", "uvicorn shop.asgi:application --host 0.0.0.0 --port $PORT")]
    [InlineData("django\ndaphne\ngunicorn\n", "daphne -b 0.0.0.0 -p $PORT shop.asgi:application")]
    [InlineData("django\nwaitress\n", "waitress-serve --listen=0.0.0.0:$PORT shop.wsgi:application")]
    [InlineData("django\n", "python manage.py runserver 0.0.0.0:$PORT --noreload")]
    public void Django(string requirements, string run)
    {
        var app = Repository.Only(
            ("requirements.txt", requirements),
            ("manage.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')"),
            ("shop/wsgi.py", "application = get_wsgi_application()"),
            ("shop/asgi.py", "application = get_asgi_application()"),
            ("shop/settings.py", "STATIC_ROOT = BASE_DIR / 'static'\n# django"));
        app.Framework.ShouldBe("Django");
        app.RunCommand.ShouldBe(run);
        app.BuildCommand.ShouldBe("python manage.py collectstatic --noinput");
        app.InstallCommand.ShouldBe("pip install -r requirements.txt");
    }

    [Fact]
    public void Django_in_a_folder_of_its_own() =>
        Repository.Only(("requirements.txt", "django\ngunicorn"), ("backend/manage.py", "django"), ("backend/shop/wsgi.py", ""))
            .RunCommand.ShouldBe("gunicorn --bind 0.0.0.0:$PORT --chdir backend shop.wsgi:application");

    [Theory]
    [InlineData("flask\ngunicorn", "app.py", "app = Flask(__name__)", "gunicorn --bind 0.0.0.0:$PORT app:app")]
    [InlineData("Flask==3.0\n", "web/views.py", "api: Flask = flask.Flask(__name__)", "flask --app web.views:api run --host=0.0.0.0 --port=$PORT")]
    [InlineData("flask\ngunicorn", "shop/__init__.py", "def create_app(config=None):\n    app = Flask(__name__)", "gunicorn --bind 0.0.0.0:$PORT 'shop:create_app()'")]
    [InlineData("flask\nwaitress", "app.py", "app = Flask(__name__)", "waitress-serve --listen=0.0.0.0:$PORT app:app")]
    [InlineData("dash\ngunicorn", "app.py", "app = dash.Dash(__name__)", "gunicorn --bind 0.0.0.0:$PORT app:app.server")]
    [InlineData("fastapi\nuvicorn", "app/main.py", "app = FastAPI(title='x')", "uvicorn app.main:app --host 0.0.0.0 --port $PORT")]
    [InlineData("fastapi[standard]>=0.110", "main.py", "api = FastAPI()", "uvicorn main:api --host 0.0.0.0 --port $PORT")]
    [InlineData("fastapi\nuvicorn", "src/shop/main.py", "app = FastAPI()", "uvicorn --app-dir src shop.main:app --host 0.0.0.0 --port $PORT")]
    [InlineData("litestar\nhypercorn", "main.py", "app = Litestar([index])", "hypercorn --bind 0.0.0.0:$PORT main:app")]
    [InlineData("streamlit", "dashboard.py", "import streamlit as st", "streamlit run dashboard.py --server.address 0.0.0.0 --server.port $PORT --server.headless true")]
    public void Frameworks(string requirements, string file, string source, string run)
    {
        var app = Repository.Only(("requirements.txt", requirements), (file, source));
        app.RunCommand.ShouldBe(run);
        app.Framework.ShouldNotBeNull();
        app.HttpPort.ShouldBe(8080);
        app.Evidence.ShouldContain(evidence => evidence.Fact == "RunCommand" && evidence.File == file);
    }

    [Fact]
    public void FastApi_without_a_server_says_to_add_one() =>
        Repository.Detect(("requirements.txt", "starlette"), ("main.py", "app = Starlette()")).Components
            .ShouldContain(component => component.RunCommand == "python main.py" || component.Problem!.Contains("uvicorn"));

    [Theory]
    [InlineData("uv.lock", "[project]\nname = \"shop\"\nrequires-python = \">=3.12\"\ndependencies = [\"flask\"]", "uv", "uv sync --frozen --no-dev")]
    [InlineData("poetry.lock", "[tool.poetry]\nname = \"shop\"\n[tool.poetry.dependencies]\npython = \"^3.12\"\nflask = \"^3\"", "poetry", "poetry install --only main --no-root --no-interaction")]
    [InlineData("other", "[build-system]\nrequires = [\"hatchling\"]\n[project]\nname = \"shop\"\nrequires-python = \"3.12\"\ndependencies = [\n \"flask >= 3\", # web\n]", "pip", "pip install .")]
    public void Manifests(string file, string pyproject, string program, string install)
    {
        var app = Repository.Only(("pyproject.toml", pyproject), (file, ""), ("app.py", "app = Flask(__name__)"));
        app.PackageManager.ShouldBe(program);
        app.InstallCommand.ShouldBe(install);
        app.LanguageVersion.ShouldNotBeNull().ShouldContain("3.12");
        app.Name.ShouldBe("shop");
        app.Framework.ShouldBe("Flask");
    }

    [Fact]
    public void Pipenv()
    {
        var app = Repository.Only(("Pipfile", "[packages]\nflask = \"*\"\n[requires]\npython_version = \"3.11\""), ("Pipfile.lock", "{}"), ("app.py", "app = Flask(__name__)"));
        (app.PackageManager, app.InstallCommand, app.LanguageVersion).ShouldBe(("pipenv", "pipenv install --deploy", "3.11"));
    }

    [Theory]
    [InlineData("runtime.txt", "python-3.10.4\n", "3.10.4")]
    [InlineData(".python-version", "3.13\n", "3.13")]
    [InlineData(".tool-versions", "python 3.9.1", "3.9.1")]
    public void Version_files(string file, string content, string version) =>
        Repository.Only(("main.py", "import http.server"), (file, content)).LanguageVersion.ShouldBe(version);

    [Fact]
    public void A_program_of_the_standard_library()
    {
        var app = Repository.Only(("server.py", "HTTPServer((\"\", 8000), Handler).serve_forever()"));
        (app.RunCommand, app.HttpPort, app.Kind, app.InstallCommand).ShouldBe(("python server.py", 8000, ComponentKind.Service, null));
    }

    [Fact]
    public void A_bot_is_a_worker() =>
        Repository.Only(("requirements.txt", "discord.py"), ("bot.py", "import discord\n")).Kind.ShouldBe(ComponentKind.Worker);

    [Fact]
    public void Included_requirements_are_followed_but_not_out_of_the_repository()
    {
        Repository.Only(("requirements.txt", "-r requirements/base.txt\n-r ../../etc/passwd"), ("requirements/base.txt", "flask\ngunicorn"), ("app.py", "app = Flask(__name__)"))
            .RunCommand.ShouldStartWith("gunicorn");
    }
}
