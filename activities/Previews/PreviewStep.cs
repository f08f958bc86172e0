namespace Pipelines.Activities.Previews;

/// <summary>What is to be done about a preview.</summary>
public enum PreviewStep
{
    /// <summary>To be made.</summary>
    Create,

    /// <summary>To be deployed again.</summary>
    Update,

    /// <summary>To be removed.</summary>
    Close,
}
