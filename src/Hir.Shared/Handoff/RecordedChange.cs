using System.Text.Json.Serialization;

namespace Hir.Shared.Handoff;

/// <summary>A setting that a run was resumed with and that differs from before.</summary>
/// <param name="Attempt">The start that made the change, from 1.</param>
/// <param name="Key">The dotted key.</param>
/// <param name="Old">Its value until then, as JSON; null where it was not set.</param>
/// <param name="New">Its value from then on.</param>
public sealed record RecordedChange(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("key")] string Key,
    [property: JsonPropertyName("old")] string? Old,
    [property: JsonPropertyName("new")] string? New);
