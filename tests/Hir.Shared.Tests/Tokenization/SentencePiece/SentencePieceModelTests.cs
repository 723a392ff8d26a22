using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tokenization;
using Hir.Testing;

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
            Piece("<unk>", 0, 2), Piece("</s>", 0, 3), Piece("▁ab", -1), Piece("▁", -2), Piece("a", -3), Piece("[u]", 0, 4), Piece("b", -4, 5),
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
        byte[] trainerSpec = [.. Varint(3, 2), .. Varint(24, 1), .. Varint(35, 1)];
        InputException e = Assert.Throws<InputException>(() => Load([.. Field(1, Piece("a", 0)), .. Field(2, trainerSpec)]));
        Assert.Equal(4, e.Problems.Count);
        Assert.All(e.Problems, p => Assert.Contains("spiece.model", p, StringComparison.Ordinal));
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

    private static byte[] Piece(string text, float score, int type = 1) =>
        [.. Field(1, Encoding.UTF8.GetBytes(text)), (2 << 3) | 5, .. BitConverter.GetBytes(score), .. Varint(3, type)];

    private static byte[] Field(int number, byte[] content) => [.. Number((ulong)((number << 3) | 2)), .. Number((ulong)content.Length), .. content];

    private static byte[] Varint(int number, int value) => [.. Number((ulong)(number << 3)), .. Number((ulong)value)];

    private static IEnumerable<byte> Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7) yield return (byte)(value | 0x80);
        yield return (byte)value;
    }

    private Tokenizer Load(byte[] model)
    {
        File.WriteAllBytes(_folder.File("spiece.model"), model);
        return Tokenizer.Load(_folder.Path);
    }
}
