using System.Text;
using Pipelines.Activities.Detection;

namespace Pipelines.Activities.Tests.Detection;

public sealed class DirectorySourceTreeTests : IDisposable
{
    private readonly DirectoryInfo outside = Directory.CreateTempSubdirectory("detection-");
    private readonly string root;

    public DirectorySourceTreeTests()
    {
        root = Path.Combine(outside.FullName, "repository");
        Directory.CreateDirectory(Path.Combine(root, "src"));
        File.WriteAllText(Path.Combine(outside.FullName, "secret"), "secret");
        File.WriteAllText(Path.Combine(root, "src", "a.txt"), "content");
    }

    public void Dispose() => outside.Delete(recursive: true);

    [Fact]
    public void Lists_and_reads_within_bounds()
    {
        var tree = new DirectorySourceTree(root);
        tree.List(string.Empty, 10).ShouldBe([new SourceEntry("src", true, 0)]);
        tree.List("src", 10).ShouldBe([new SourceEntry("a.txt", false, 7)]);
        tree.List("nowhere", 10).ShouldBeEmpty();
        Encoding.UTF8.GetString(tree.Read("src/a.txt", 3)!).ShouldBe("con");
        tree.Read("src", 3).ShouldBeNull();
        tree.Find("src/a.txt").ShouldBe(new SourceEntry("a.txt", false, 7));
        File.WriteAllText(Path.Combine(root, "src", "b.txt"), string.Empty);
        tree.List("src", 1).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("../../secret")]
    [InlineData("src/../../secret")]
    [InlineData("{outside}/secret")]
    [InlineData("/etc/passwd")]
    [InlineData("link")]
    public void A_link_out_of_the_root_is_not_there(string target)
    {
        File.CreateSymbolicLink(Path.Combine(root, "link"), target.Replace("{outside}", outside.FullName));
        var tree = new DirectorySourceTree(root);
        tree.List(string.Empty, 10).Select(entry => entry.Name).ShouldBe(["src"]);
        tree.Read("link", 100).ShouldBeNull();
        tree.Find("link").ShouldBeNull();
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("src/../../secret")]
    public void A_path_out_of_the_root_is_not_there(string path)
    {
        new DirectorySourceTree(root).Read(path, 100).ShouldBeNull();
        new DirectorySourceTree(root).Find(path).ShouldBeNull();
    }

    [Fact]
    public void A_linked_folder_outside_is_not_entered()
    {
        Directory.CreateSymbolicLink(Path.Combine(root, "up"), "..");
        var tree = new DirectorySourceTree(root);
        tree.List(string.Empty, 10).Select(entry => entry.Name).ShouldBe(["src"]);
        tree.List("up", 10).ShouldBeEmpty();
        tree.Read("up/secret", 100).ShouldBeNull();
    }

    [Fact]
    public void A_link_inside_is_followed()
    {
        File.CreateSymbolicLink(Path.Combine(root, "link"), "src/a.txt");
        File.CreateSymbolicLink(Path.Combine(root, "src", "back"), "../link");
        var tree = new DirectorySourceTree(root);
        Encoding.UTF8.GetString(tree.Read("src/back", 100)!).ShouldBe("content");
        tree.List(string.Empty, 10).Select(entry => entry.Name).ShouldBe(["link", "src"]);
    }

    [Fact]
    public void A_root_that_is_not_there_is_an_error() =>
        Should.Throw<DirectoryNotFoundException>(() => new DirectorySourceTree(Path.Combine(root, "nowhere")));
}
