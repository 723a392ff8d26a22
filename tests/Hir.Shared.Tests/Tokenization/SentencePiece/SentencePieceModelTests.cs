using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tokenization;
using Hir.Testing;
using static Hir.Shared.Tests.Tokenization.SentencePieceFile;

namespace Hir.Shared.Tests.Tokenization.SentencePiece;

public sealed class SentencePieceModelTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_HandMadeModel_EncodesAsItsFieldsSay()
    {
        byte[][] pieces =
        [
            Piece("<unk>", 0, 2), Piece("</s>", 0, 3), Piece("▁ab", -1), Piece("▁", -2), Piece("a", -3), Piece("[u]", 0, 4),
            Piece("b", -4, 5),
        ];
        Tokenizer tokenizer = Load([.. pieces.SelectMany(p => Field(1, p)), .. Field(2, Varint(42, 1))]);
        Assert.Equal([2, 3, 4, 1], tokenizer.Encode(" ab  a "));
        Assert.Equal([3, 0, 1], tokenizer.Encode("b")); // an unused piece is not used
        Assert.Equal([2, 5, 1], tokenizer.Encode("ab[u]"));
        Assert.Equal("ab ⁇ ", tokenizer.Decode([2, 0, 1]));
        Assert.Equal(107, tokenizer.IdOf("<extra_id_0>") + 1);
    }

    [Fact]
    public void Load_UnsupportedModels_NamesEachReason()
    {
        byte[] trainerSpec = [.. Varint(3, 3), .. Varint(24, 1)];
        InputException e = Assert.Throws<InputException>(() => Load([.. Field(1, Piece("a", float.NaN)), .. Field(2, trainerSpec)]));
        Assert.Equal(4, e.Problems.Count);
        Assert.All(e.Problems, p => Assert.Contains("spiece.model", p, StringComparison.Ordinal));
    }

    // By hand: of "abab", the best pair is ab (score -1), twice; then abab is no piece, and ▁ab is (-2).
    [Fact]
    public void Load_HandMadeBpeModel_MergesByScore()
    {
        byte[][] pieces =
        [
            Piece("<unk>", 0, Unknown), Piece("<s>", 0, Control), Piece("</s>", 0, Control), Piece("▁", -9), Piece("a", -9), Piece("b", -9),
            Piece("ab", -1), Piece("▁ab", -2), Piece("ba", -3), Piece("[u]", 0, UserDefined),
        ];
        Tokenizer tokenizer = Load(
            [.. pieces.SelectMany(p => Field(1, p)), .. Field(2, [.. Varint(3, 2)]), .. Field(3, [.. Varint(4, 0)])]);
        Assert.Equal([1, 7, 6], tokenizer.Encode("abab"));
        Assert.Equal([1, 3, 8, 4], tokenizer.Encode("baa"));
        // Unknowns are one; a text after an added token is marked anew.
        Assert.Equal([1, 3, 3, 0, 4, 9, 3, 5], tokenizer.Encode(" xyza[u]b"));
        Assert.Equal("abab", tokenizer.Decode([1, 7, 6]));
        Assert.Null(tokenizer.IdOf("<extra_id_0>"));
    }

    [Fact]
    public void Load_UnigramWithByteFallback_SpellsUnknownCharacters()
    {
        IEnumerable<byte[]> bytes = Enumerable.Range(0, 256).Select(b => Piece($"<0x{b:X2}>", 0, ByteType));
        byte[][] pieces = [Piece("<unk>", 0, Unknown), Piece("</s>", 0, Control), Piece("▁", -2), Piece("a", -3), .. bytes];
        Tokenizer tokenizer = Load([.. pieces.SelectMany(p => Field(1, p)), .. Field(2, [.. Varint(35, 1), .. Varint(42, 1)])]);
        Assert.Equal([2, 3, 4 + 0xC3, 4 + 0xA9, 3, 1], tokenizer.Encode("aéa"));
        Assert.Equal("aéa", tokenizer.Decode(tokenizer.Encode("aéa")));
    }

    /// <summary>
    /// As protobuf has it: the last of a field counts, in parts too, and what is unknown or of another kind is passed over.
    /// </summary>
    [Fact]
    public void Load_FieldsOutOfOrderRepeatedAndUnknown_EncodesAsWithout()
    {
        byte[] bytesInsteadOfNumber = Field(41, "x"u8.ToArray());
        Tokenizer tokenizer = Load(
        [
            .. Field(3, [.. Varint(3, 1), .. Varint(3, 0)]), .. Varint(1, 7), .. Field(2, [.. Varint(42, 0), .. Varint(99, 5)]),
            .. Field(1, Piece("<unk>", 0, Unknown)), .. Field(2, [.. bytesInsteadOfNumber, .. Varint(42, 1)]),
            .. Field(1, Piece("</s>", 0, Control)), .. Field(77, "new"u8.ToArray()),
            .. Field(1, [.. Varint(3, Unused), .. Field(9, []), .. Piece("a", -3), .. Varint(2, 1), .. Field(1, "b"u8.ToArray())]),
        ]);
        Assert.Equal([2, 1], tokenizer.Encode("b")); // no mark before it (the last 3.3), </s> after it (the last 2.42)
        Assert.Equal([0, 1], tokenizer.Encode("a"));
    }

    [Fact]
    public void Load_TextThatIsNoUtf8_IsRefused()
    {
        InputException e = Assert.Throws<InputException>(() => Load([.. Field(1, [.. Field(1, [0xC3, 0x28]), .. Varint(3, Unknown)])]));
        Assert.Contains(
            "spiece.model: is no SentencePiece model: field 1 holds text that is not UTF-8", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AnyBytes_LoadsOrIsRefused() => Prop.ForAll<byte[]>(bytes =>
    {
        try
        {
            Load(bytes ?? []);
        }
        catch (InputException e)
        {
            Assert.Contains("spiece.model", e.Message, StringComparison.Ordinal);
        }
    }).QuickCheckThrowOnFailure();

    [SharedFact]
    public void Load_TruncatedFile_IsRefused()
    {
        byte[] whole = File.ReadAllBytes(SharedFixtures.PathOf("fixtures", "tokenizers", "t5-unigram", "spiece.model"));
        Assert.All([1, 100, whole.Length / 2, whole.Length - 1], length => Assert.Throws<InputException>(() => Load(whole[..length])));
    }

    private Tokenizer Load(byte[] model)
    {
        File.WriteAllBytes(_folder.File("spiece.model"), model);
        return Tokenizer.Load(_folder.Path);
    }
}
