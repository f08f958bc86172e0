using System.Text.Json;
using Pipelines.Activities.Detection.Node;

namespace Pipelines.Activities.Detection.Php;

/// <summary>PHP: Laravel, Symfony, and plain index.php, served by PHP's own server.</summary>
internal sealed class PhpDetector : IDetector
{
    private const string Manifest = "composer.json";

    private static readonly (string Package, string Framework)[] Frameworks =
    [
        ("laravel/framework", "Laravel"), ("symfony/framework-bundle", "Symfony"), ("slim/slim", "Slim"),
        ("cakephp/cakephp", "CakePHP"), ("codeigniter4/framework", "CodeIgniter"), ("yiisoft/yii2", "Yii"), ("laminas/laminas-mvc", "Laminas"),
    ];

    public string EnvironmentSlug => "php";

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        var index = folder.FirstOf("public/index.php", "web/index.php", "webroot/index.php", "index.php");
        if (index is null && !folder.Has(Manifest))
        {
            return [];
        }

        var composer = folder.JsonOf(Manifest);
        var (package, framework) = Frameworks.FirstOrDefault(known => composer.At("require", known.Package).Exists());
        var draft = Draft(folder, composer, index ?? Manifest).WithFramework(framework, Manifest, $"requires {package}");
        if (NodePackage.In(folder) is { } assets && assets.Script("build") is { } script)
        {
            draft.Builds($"{assets.Manager.Install} && {assets.Manager.Run("build")}", NodePackage.FileName, $"scripts.build: {script}");
        }

        return [Served(draft, composer, index)];
    }

    private static ComponentDraft Draft(SourceFolder folder, JsonElement composer, string file)
    {
        var draft = new ComponentDraft(folder, "php", "PHP").WithLanguage(file, "is PHP");
        if (!folder.Has(Manifest))
        {
            return draft;
        }

        return draft
            .Named(composer.Text("name")?.Split('/')[^1])
            .WithVersion(composer.Text("require", "php") is { } version ? new Finding(version, Manifest, $"require.php: {version}") : null)
            .WithPackageManager("composer", Manifest, "is Composer's manifest")
            .Installs("composer install --no-dev --optimize-autoloader --no-interaction", folder.FirstOf("composer.lock") ?? Manifest, "names the packages");
    }

    private static ComponentDraft Served(ComponentDraft draft, JsonElement composer, string? index)
    {
        if (composer.At("require", "laravel/octane").Exists())
        {
            return draft.Runs("php artisan octane:start --host=0.0.0.0 --port=$PORT", Manifest, "requires laravel/octane");
        }

        if (draft.Framework == "Laravel" && draft.Folder.Has("artisan"))
        {
            return draft.Runs("php artisan serve --host=0.0.0.0 --port=$PORT", "artisan", "is Laravel's command line");
        }

        if (index is null)
        {
            return draft.Lacks("No index.php was found (public/, web/, the folder itself): state run_command.");
        }

        var root = index.LastIndexOf('/') is >= 0 and var slash ? index[..slash] : ".";
        return draft.Runs($"php -S 0.0.0.0:$PORT -t {root}", index, "is the front controller");
    }
}
