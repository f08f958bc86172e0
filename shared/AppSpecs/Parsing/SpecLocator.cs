namespace Pipelines.AppSpecs;

/// <summary>Finds the place of a field in the text.</summary>
internal static class SpecLocator
{
    /// <summary>The node at the path, or the deepest one above it that exists.</summary>
    public static SpecNode Find(SpecNode root, string path)
    {
        var node = root;
        foreach (var segment in path.Split('.', '['))
        {
            var next = node switch
            {
                SpecMapping mapping when mapping.TryGet(segment, out var value) => value,
                SpecSequence list when int.TryParse(segment.TrimEnd(']'), out var index) && index < list.Items.Count => list.Items[index],
                _ => null,
            };
            if (next is null)
            {
                return node;
            }

            node = next;
        }

        return node;
    }
}
