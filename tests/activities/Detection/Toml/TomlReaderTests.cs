using Pipelines.Activities.Detection.Toml;

namespace Pipelines.Activities.Tests.Detection.Toml;

public sealed class TomlReaderTests
{
    [Fact]
    public void Reads_what_manifests_hold()
    {
        var document = TomlReader.Read("""
            # a comment
            title = "a \"b\" \u00e9" # another
            path = 'C:\x'
            long = '''
            first
            second'''
            [tool."x.y".z]
            list = [ "a", # why
              'b', ]
            point = { x = 1, y.z = true }
            when = 2024-01-01T00:00:00Z
            [[bin]]
            name = "one"
            [[bin]]
            name = "two"
            """);
        document.Text("title").ShouldBe("a \"b\" é");
        document.Text("path").ShouldBe(@"C:\x");
        document.Text("long").ShouldBe("first\nsecond");
        var table = document.Table("tool", "x.y", "z").ShouldNotBeNull();
        table.Texts("list").ShouldBe(["a", "b"]);
        table.Table("point").ShouldNotBeNull().Text("x").ShouldBe("1");
        table.Table("point", "y").ShouldNotBeNull()["z"].ShouldBe(true);
        table.Text("when").ShouldBe("2024-01-01T00:00:00Z");
        document.Tables("bin").Select(bin => bin.Text("name")).ShouldBe(["one", "two"]);
    }

    [Theory]
    [InlineData("a = 1\na = 2", "line 2")]
    [InlineData("a = \"x", "line 1")]
    [InlineData("a", "line 1")]
    [InlineData("a = [1", "line 1")]
    [InlineData("\n\n[a", "line 3")]
    [InlineData("a = 1\n[a]\nb = 1", "line 2")]
    public void Says_where_it_is_no_toml(string text, string where) =>
        Should.Throw<TomlException>(() => TomlReader.Read(text)).Message.ShouldContain(where);
}
