using System.Text.Json.Nodes;

namespace Hir.Shared.Pairs;

/// <summary>One line of a pairs file.</summary>
/// <param name="Source">The line as it was read, unknown fields included.</param>
/// <param name="Pair">What it says.</param>
public sealed record PairLine(JsonObject Source, TrainingPair Pair);
