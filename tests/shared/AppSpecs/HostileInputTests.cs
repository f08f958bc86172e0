using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Pipelines.AppSpecs.Tests;

/// <summary>Whatever comes in, a clear answer comes out, soon and without much memory.</summary>
public sealed class HostileInputTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    [Fact]
    public void Ten_megabytes_are_refused_at_once()
    {
        var bytes = new byte[10 * 1024 * 1024];

        Refuse(() => AppSpecParser.Parse(bytes), "a document of 10485760 bytes; at most 1048576 are allowed");
        Refuse(() => AppSpecParser.Parse(new string('ä', 6 * 1024 * 1024)), "a document of 12582912 bytes");
    }

    [Fact]
    public void An_alias_bomb_is_refused()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 20; level++)
        {
            text.Append(null, $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");
        }

        Refuse(() => AppSpecParser.Parse(text.ToString()), "more than 20000 values, aliases followed");
    }

    [Fact]
    public void A_merge_bomb_is_refused()
    {
        var text = new StringBuilder("a0: &a0 { k0: x }\n");
        for (var level = 1; level < 3000; level++)
        {
            text.Append(null, $"a{level}: &a{level} {{ <<: *a{level - 1}, k{level}: x }}\n");
        }

        Refuse(() => AppSpecParser.Parse(text.ToString()), "more than 20000 values, aliases followed");
    }

    [Fact]
    public void Long_text_behind_many_aliases_is_refused()
    {
        var text = $"a: &a {new string('x', 60_000)}\nb: [{string.Join(", ", Enumerable.Repeat("*a", 1000))}]";

        Refuse(() => AppSpecParser.Parse(text), "more than 2097152 characters, aliases followed");
    }

    [Theory]
    [InlineData("a: &a [*a]", "alias \"*a\" inside its own anchor")]
    [InlineData("a: &a { b: *a }", "alias \"*a\" inside its own anchor")]
    [InlineData("a: *b", "alias \"*b\" without an anchor before it")]
    [InlineData("name: !!python/object:os.system x", "tag \"tag:yaml.org,2002:python/object:os.system\" is not allowed")]
    [InlineData("name: !Type x", "tag \"!Type\" is not allowed")]
    [InlineData("name: !!binary eA==", "tag \"tag:yaml.org,2002:binary\" is not allowed")]
    [InlineData("name: app\n---\nname: app", "more than one YAML document; one is allowed")]
    [InlineData("<<: 5", "\"<<\" merges mappings only")]
    [InlineData("[a]: b", "a list or mapping as a key; keys are names")]
    [InlineData("name: \"app", "not valid YAML: ")]
    [InlineData("name: app\n\tregion: fra", "not valid YAML: ")]
    [InlineData("name: a\0b", "control character U+0000")]
    [InlineData("name: a\u0007b", "control character U+0007")]
    [InlineData("", "the document is empty")]
    [InlineData("# nothing", "the document is empty")]
    [InlineData("~", "the document is empty")]
    [InlineData("just text", "a plain value; an app spec is a mapping")]
    [InlineData("[1, 2]", "a list; an app spec is a mapping")]
    [InlineData("{\"name\": \"a\" \"b\"}", "not valid JSON, or too deep")]
    [InlineData("{\"name\": \"\\ud800\"}", "not valid JSON: text that is no Unicode")]
    [InlineData("{\"name\": \"app\"} x", "not valid JSON")]
    public void What_is_no_spec_is_refused_clearly(string text, string message) => Refuse(() => AppSpecParser.Parse(text), message);

    [Fact]
    public void A_nul_character_behind_an_escape_is_refused()
    {
        AppSpecParser.Parse("name: app\nenvs: [{ key: A, value: \"a\\0b\" }]").Problems.ShouldHaveSingleItem().Message.ShouldBe("the text holds a NUL character");
        AppSpecParser.Parse("{\"name\":\"app\",\"envs\":[{\"key\":\"A\",\"value\":\"a\\u0000b\"}]}").Problems.ShouldHaveSingleItem().Path.ShouldBe("envs[0].value");
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused_with_their_place()
    {
        var result = Refuse(() => AppSpecParser.Parse(new byte[] { (byte)'a', (byte)'\n', (byte)'b', 0xC3, 0x28 }), "bytes that are not UTF-8");

        (result.Problems[0].Line, result.Problems[0].Column).ShouldBe((2, 2));
        Refuse(() => AppSpecParser.Parse(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("name: app")).ToArray()), "UTF-16 text; UTF-8 is expected");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("{a: ")]
    [InlineData("[{\"a\":")]
    [InlineData("{\"a\":")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("&a ")]
    [InlineData("!a ")]
    [InlineData("\"")]
    [InlineData("a: b\n")]
    [InlineData("a: &a b\n")]
    [InlineData("--- \n")]
    [InlineData("|\n")]
    [InlineData("#")]
    [InlineData("\n")]
    [InlineData(" ")]
    [InlineData("%TAG ! x\n")]
    [InlineData("a:\n ")]
    [InlineData("*a,")]
    [InlineData("\"\\u")]
    [InlineData("'a': ")]
    [InlineData("<<: ")]
    [InlineData("[a, ")]
    public void A_megabyte_of_anything_ends_soon(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refuse(() => AppSpecParser.Parse(text), "");
        Refuse(() => AppSpecParser.Parse(text, AppSpecFormat.Json), "");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(512L * 1024 * 1024);
    }

    [Fact]
    public void Deep_nesting_is_refused_in_every_notation()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40);

        Refuse(() => AppSpecParser.Parse(deep), "more than 32 levels");
        Refuse(() => AppSpecParser.Parse(deep, AppSpecFormat.Yaml), "more than 32 levels");
        using var body = JsonDocument.Parse(deep);
        Refuse(() => AppSpecParser.Parse(body.RootElement), "more than 32 levels");
        Refuse(() => AppSpecParser.Parse("a: &a [[[[[[[[[[1]]]]]]]]]]\nb: [[[[[[[[[[[[[[[[[[[[[[[*a]]]]]]]]]]]]]]]]]]]]]]]"), "more than 32 levels");
    }

    [Fact]
    public void A_huge_value_is_refused()
    {
        Refuse(() => AppSpecParser.Parse("name: " + new string('a', 70_000)), "a value of 70000 characters; at most 65536 are allowed");
    }

    [Fact]
    public void Thousands_of_expressions_ports_and_references_are_checked_soon()
    {
        var origins = string.Join(", ", Enumerable.Range(0, 4000).Select(index => $"{{ regex: '.*{index}' }}"));
        var references = string.Concat(Enumerable.Repeat("${zz.X}", 9000));
        var watch = Stopwatch.StartNew();

        TestSpecs.Valid(TestSpecs.WithService($"cors: {{ allow_origins: [{origins}] }}"));
        var problems = AppSpecParser.Parse(TestSpecs.WithService($"envs: [{string.Join(", ", Enumerable.Range(0, 10).Select(index => $"{{ key: K{index}, value: '{references}' }}"))}]")).Problems;

        problems[^1].Message.ShouldBe("and 89900 more problems");
        watch.Elapsed.ShouldBeLessThan(s_bound);
    }

    [Fact]
    public void Problems_are_counted_beyond_a_bound()
    {
        var result = AppSpecParser.Parse("name: app\n" + string.Join('\n', Enumerable.Range(0, 5000).Select(index => $"x{index}: 1")));

        result.Problems.Count.ShouldBe(101);
        result.Problems[^1].Message.ShouldBe("and 4900 more problems");
    }

    [Fact]
    public void Anchors_and_merge_keys_of_real_files_work()
    {
        var spec = TestSpecs.Valid("""
            name: app
            workers:
              - &base
                name: one
                github: &repo { repo: o/r, branch: main }
                envs: &envs
                  - { key: A, value: a }
              - <<: [*base, { run_command: work }]
                name: two
                envs: *envs
            """);

        spec.Workers[1].ShouldBe(spec.Workers[0] with { Name = "two", RunCommand = "work" });
    }

    private static AppSpecResult Refuse(Func<AppSpecResult> parse, string message, TimeSpan? within = null)
    {
        var watch = Stopwatch.StartNew();
        var result = parse();
        watch.Stop();

        result.Spec.ShouldBeNull();
        result.Problems.ShouldNotBeEmpty();
        result.Problems[0].Message.ShouldStartWith(message);
        watch.Elapsed.ShouldBeLessThan(within ?? s_bound);
        return result;
    }
}
