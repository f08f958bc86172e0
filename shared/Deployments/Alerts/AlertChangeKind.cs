namespace Pipelines.Deployments.Alerts;

/// <summary>What is new of an alert.</summary>
public enum AlertChangeKind
{
    /// <summary>It is looked after from now on.</summary>
    Seen,

    /// <summary>Its value was measured for the first time.</summary>
    Measured,

    /// <summary>What is measured is beyond its value.</summary>
    Raised,

    /// <summary>What is measured is not beyond its value any more.</summary>
    Recovered,

    /// <summary>What it is about has happened.</summary>
    Happened,
}
