using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hir.Shared;

/// <summary>How Hir writes JSON: UTF-8 as it is, no escapes beyond what JSON demands.</summary>
public static class Json
{
    /// <summary>On one line.</summary>
    public static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented, for files that people open.</summary>
    public static JsonSerializerOptions Indented { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };
}
