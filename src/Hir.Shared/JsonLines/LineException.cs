namespace Hir.Shared.JsonLines;

/// <summary>What is wrong with one line of a JSONL file.</summary>
public sealed class LineException(string message) : Exception(message);
