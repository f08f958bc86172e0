using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Pipelines.AppSpecs.Tests;

public sealed class PropertyTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Arbitrary_bytes_never_throw() => Prop.ForAll<byte[]>(bytes =>
    {
        var result = AppSpecParser.Parse(bytes);
        return result.IsValid || result.Problems.Count > 0;
    }).Check(s_config);

    [Fact]
    public void Arbitrary_pieces_of_yaml_never_throw() => Prop.ForAll(Documents(), text =>
    {
        var result = AppSpecParser.Parse(text);
        return result.IsValid || result.Problems.Count > 0;
    }).Check(s_config);

    [Fact]
    public void Damaged_specs_never_throw()
    {
        var golden = Encoding.UTF8.GetBytes(TestSpecs.Golden("everything.yaml"));
        var damage = Gen.Choose(0, golden.Length - 1).Zip(Gen.Choose(0, 255)).ListOf(8).ToArbitrary();

        Prop.ForAll(damage, changes =>
        {
            var bytes = (byte[])golden.Clone();
            foreach (var (index, value) in changes)
            {
                bytes[index] = (byte)value;
            }

            var result = AppSpecParser.Parse(bytes);
            return result.IsValid || result.Problems.Count > 0;
        }).Check(s_config.WithMaxTest(150));
    }

    [Fact]
    public void Valid_specs_survive_both_notations_and_normalisation() => Prop.ForAll(GeneratedSpecs.All().ToArbitrary(), spec =>
    {
        AppSpecValidator.Validate(spec).ShouldBeEmpty();
        TestSpecs.Valid(AppSpecWriter.ToYaml(spec)).ShouldBe(spec);
        TestSpecs.Valid(AppSpecWriter.ToJson(spec)).ShouldBe(spec);
        var normal = AppSpecNormalizer.Normalize(spec);
        AppSpecNormalizer.Normalize(normal).ShouldBe(normal);
        TestSpecs.Valid(AppSpecWriter.ToYaml(normal)).ShouldBe(normal);
        AppSpecDiff.Compare(spec, normal).IsEmpty.ShouldBeTrue();
        spec.GetHashCode().ShouldBe(TestSpecs.Valid(AppSpecWriter.ToJson(spec)).GetHashCode());
    }).Check(s_config.WithMaxTest(100));

    private static Arbitrary<string> Documents() => Gen.Elements(
            "name: app\n", "services:\n", "  - name: web\n", "    git:\n", "    envs: ", "[", "]", "{", "}", "- ", ": ", "&a ", "*a", "<<: ", "? ",
            "\n", "  ", "!!str ", "|\n", ">\n", "\"", "'", "---\n", "...\n", "#", ",", "ingress: ", "rules: ", "5", "true", "~", "${x.Y}", "\\u0000", "%YAML 1.2\n", "é", "\t")
        .ListOf()
        .Select(pieces => string.Concat(pieces))
        .ToArbitrary();
}
