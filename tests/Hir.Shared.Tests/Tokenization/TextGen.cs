using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Hir.Shared.Tests.Tokenization;

/// <summary>Well-formed texts in which the kinds of characters that tokenizers tell apart meet.</summary>
internal static class TextGen
{
    private static readonly string[] Parts =
    [
        "a", "B", "word", "'", "'s", "'LL", "'ſ", "s", "don't", " ", "  ", "\n", "\r\n", "\t", "\u00A0", "\u3000", "\u0085", "1", "12", "½",
        "٣", "𝟙",
        "!", "...", "_", "-", "=", "é", "e\u0301", "日本", "가", "Ω", "𝔘", "😀", "👨‍👩‍👧", "🇩🇪", "️", "▁", "<s>", "\u200D", "\u0378", "\u0000",
        "\uFFFD",
    ];

    /// <summary>Such parts, one after the other.</summary>
    public static Gen<string> Mixed { get; } = Gen.Elements(Parts).ListOf().Select(string.Concat);

    /// <summary>Any characters of Unicode.</summary>
    public static Gen<string> Runes { get; } = Gen.Choose(0, 0x10FFFF)
        .Where(Rune.IsValid)
        .ListOf()
        .Select(codes => string.Concat(codes.Select(c => new Rune(c).ToString())));

    /// <summary>Either, parts more often.</summary>
    public static Gen<string> Any { get; } = Gen.Frequency((3, Mixed), (1, Runes));
}
