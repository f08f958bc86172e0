namespace Pipelines.AppSpecs;

/// <summary>The notation a spec is written in.</summary>
public enum AppSpecFormat
{
    /// <summary>JSON when the text starts with a brace and is JSON, else YAML.</summary>
    Auto,

    /// <summary>YAML 1.2, one document, without tags of its own.</summary>
    Yaml,

    /// <summary>JSON, RFC 8259.</summary>
    Json,
}
