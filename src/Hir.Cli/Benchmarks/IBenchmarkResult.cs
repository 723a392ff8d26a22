using System.Text.Json.Nodes;
using Spectre.Console;

namespace Hir.Cli.Benchmarks;

/// <summary>What a benchmark measured.</summary>
internal interface IBenchmarkResult
{
    /// <summary>For people.</summary>
    Table ToTable();

    /// <summary>For programs: one object.</summary>
    JsonObject ToJson();
}
