namespace Pipelines.AppSpecs;

/// <summary>The parts of a spec, each with its path.</summary>
internal static class SpecPaths
{
    public static IEnumerable<(string Path, IComponent Component)> Components(AppSpec spec) =>
        Items<IComponent>("services", spec.Services)
            .Concat(Items<IComponent>("static_sites", spec.StaticSites))
            .Concat(Items<IComponent>("workers", spec.Workers))
            .Concat(Items<IComponent>("jobs", spec.Jobs))
            .Concat(Items<IComponent>("functions", spec.Functions));

    public static IEnumerable<(string Path, string Name)> NamedParts(AppSpec spec) =>
        Components(spec).Select(part => (part.Path, part.Component.Name))
            .Concat(Items("databases", spec.Databases).Select(part => (part.Path, part.Item.Name)));

    public static IEnumerable<(string Path, T Item)> Items<T>(string path, IReadOnlyList<T> items) =>
        items.Select((item, index) => (SpecPath.Item(path, index), item));
}
