namespace Pipelines.AppSpecs.Tests;

public sealed class EnvironmentTests
{
    private static readonly AppSpec s_spec = TestSpecs.Valid(TestSpecs.WithService("""
        envs:
          - { key: B, value: own }
          - { key: C, value: run, scope: RUN_TIME }
          - { key: D, value: build, scope: BUILD_TIME }
        """) + "\nenvs: [{ key: A, value: shared }, { key: B, value: shared }, { key: C, value: shared }]");

    [Theory]
    [InlineData(EnvScope.RunTime, "A=shared,B=own,C=run")]
    [InlineData(EnvScope.BuildTime, "A=shared,B=own,D=build")]
    [InlineData(EnvScope.RunAndBuildTime, "A=shared,B=own,C=run,D=build")]
    public void The_component_overrides_the_app(EnvScope at, string expected) =>
        string.Join(',', EnvVars.Effective(s_spec, s_spec.Services[0], at).Select(env => $"{env.Key}={env.Value}")).ShouldBe(expected);

    [Theory]
    [InlineData("${api.PRIVATE_URL}/x", "<api||PRIVATE_URL>/x")]
    [InlineData("${_self.PRIVATE_URL}", "<web||PRIVATE_URL>")]
    [InlineData("${db.pool.DATABASE_URL}${APP_ID}", "<db|pool|DATABASE_URL><||APP_ID>")]
    [InlineData("$${api.X} $HOME $ ${open", "${api.X} $HOME $ ${open")]
    [InlineData("plain", "plain")]
    [InlineData("$$${APP_ID}", "$${APP_ID}")]
    public void References_are_replaced_and_escapes_undone(string value, string expected)
    {
        var result = BindableResolver.Resolve(
            [new EnvVar { Key = "A", Value = value }],
            "web",
            reference => $"<{reference.Target}|{reference.Pool}|{reference.Attribute}>");

        result.Problems.ShouldBeEmpty();
        result.Envs.ShouldHaveSingleItem().Value.ShouldBe(expected);
    }

    [Fact]
    public void A_reference_without_a_value_is_a_problem_of_its_variable_only()
    {
        var result = BindableResolver.Resolve(
            [new EnvVar { Key = "A", Value = "${x.Y}" }, new EnvVar { Key = "B", Value = "${x..Y}" }, new EnvVar { Key = "C", Value = "c" }],
            "web",
            _ => null);

        result.Envs.ShouldBe([new EnvVar { Key = "C", Value = "c" }]);
        result.Problems.Select(problem => problem.ToString()).ShouldBe(["A: \"${x.Y}\" has no value", "B: \"${x..Y}\" has no value"]);
    }

    [Fact]
    public void What_was_put_in_is_not_looked_into_and_ciphertext_is_left_alone()
    {
        var secret = new EnvVar { Key = "S", Value = "EV[1:YQ==:Yg==]", Type = EnvType.Secret };

        var result = BindableResolver.Resolve([new EnvVar { Key = "A", Value = "${APP_ID}" }, secret], "web", _ => "${APP_ID}$${");

        result.Envs.Select(env => env.Value).ShouldBe(["${APP_ID}$${", "EV[1:YQ==:Yg==]"]);
        secret.IsEncrypted.ShouldBeTrue();
    }

    [Fact]
    public void Every_secret_is_found_once()
    {
        var spec = TestSpecs.Valid(TestSpecs.Golden("everything.yaml"));
        var secrets = new List<string>();

        var mapped = AppSpecSecrets.Map(spec, secret =>
        {
            secrets.Add(secret);
            return "EV[1:bm9uY2U=:Y2lwaGVy]";
        });

        secrets.Order(StringComparer.Ordinal).ShouldBe(
            ["EV[1:c2FsdA==:Y2lwaGVydGV4dA==]", "dd-key", "header-token", "lt-token", "lt-token", "lt-token", "pw", "robot:token", "s3cret"]);
        TestSpecs.Valid(AppSpecWriter.ToYaml(mapped)).ShouldBe(mapped);
        AppSpecSecrets.Map(spec, secret => secret).ShouldBe(spec);
        var shown = AppSpecWriter.ToYaml(AppSpecSecrets.Redact(spec));
        secrets.ShouldAllBe(secret => !shown.Contains(secret == "pw" ? "password: pw" : secret));
    }

    [Fact]
    public void No_text_form_shows_a_secret()
    {
        var texts = new object[]
        {
            new EnvVar { Key = "A", Value = "s3cret", Type = EnvType.Secret },
            new ImageSource { Repository = "r", RegistryCredentials = "me:s3cret" },
            new DatadogDestination { ApiKey = "s3cret" },
            new LogtailDestination { Token = "s3cret" },
            new OpenSearchBasicAuth { User = "u", Password = "s3cret" },
            new SecureHeader { Key = "k", Value = "s3cret" },
            new LogDestinationHeader { Key = "k", Value = "s3cret" },
        }.Select(part => part.ToString());

        texts.ShouldAllBe(text => !text!.Contains("s3cret"));
    }
}
