namespace Pipelines.AppSpecs;

/// <summary>Rules about databases.</summary>
internal static class DatabaseRules
{
    public static void Check(SpecCheck check)
    {
        foreach (var (path, database) in SpecPaths.Items("databases", check.Spec.Databases))
        {
            AppRules.CheckName(check, path, database.Name);
            if (database.Production)
            {
                check.Require(path, "cluster_name", database.ClusterName, "for a production database");
            }

            check.Match(path, "cluster_name", database.ClusterName, SpecPatterns.DatabaseIdentifier, "letters, digits, hyphens and underscores", 128);
            check.Match(path, "version", database.Version, SpecPatterns.Version, "numbers separated by dots", 16);
            check.AtLeast(path, "num_nodes", database.NumNodes, 1);
            CheckSqlName(check, path, "db_name", database.DbName, database.Engine);
            CheckSqlName(check, path, "db_user", database.DbUser, database.Engine);
        }
    }

    private static void CheckSqlName(SpecCheck check, string path, string field, string? value, DatabaseEngine? engine)
    {
        if (value is null || check.IsUncertain(path, "engine"))
        {
            return;
        }

        check.Match(path, field, value, SpecPatterns.DatabaseIdentifier, "letters, digits, hyphens and underscores", 128);
        check.ReportWhen(
            engine is not (null or DatabaseEngine.Pg or DatabaseEngine.Mysql),
            SpecPath.Field(path, field),
            $"{field} is for the engines PG and MYSQL only",
            value);
    }
}
