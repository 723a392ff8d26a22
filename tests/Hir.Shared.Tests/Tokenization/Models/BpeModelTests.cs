using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tokenization.Models;
using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tests.Tokenization.Models;

public sealed class BpeModelTests
{
    private static readonly string[] Characters = ["a", "b", "c", "<unk>", "<0xC3>", "<0xA9>"];
    private static readonly (string, string)[] Merges = [("a", "b"), ("ab", "c"), ("b", "c"), ("a", "a")];

    // By hand: a b before b c, whatever comes first in the text.
    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("bcab", "bc|ab")]
    [InlineData("aab", "a|ab")]
    [InlineData("aaaa", "aa|aa")]
    [InlineData("aaa", "aa|a")]
    [InlineData("", "")]
    public void Encode_Piece_MergesByRank(string piece, string expected) => Assert.Equal(expected, Encoded(piece, new BpeOptions()));

    [Theory]
    [InlineData("axyb", false, "a|<unk>|<unk>|b")]
    [InlineData("axyb", true, "a|<unk>|b")]
    [InlineData("xé", true, "<0xC3>|<0xA9>|<unk>")] // an unknown waits for more, past bytes, as in the tokenizers library
    [InlineData("éa", false, "<0xC3>|<0xA9>|a")]
    [InlineData("😀", false, "<unk>")]
    public void Encode_Unknown_IsFusedOrSpelled(string piece, bool fuse, string expected) =>
        Assert.Equal(expected, Encoded(piece, new BpeOptions(UnknownId: 3, fuse, ByteFallback: true)));

    [Fact]
    public void Encode_UnknownWithoutToken_IsDropped() => Assert.Equal("ab", Encoded("axb", new BpeOptions()));

    [Fact]
    public void Encode_IgnoreMerges_TakesWholePieces()
    {
        (string, string)[] merges = [("b", "c"), ("a", "b"), ("ab", "c")];
        Assert.Equal("a|bc", Encoded("abc", new BpeOptions(), merges));
        Assert.Equal("abc", Encoded("abc", new BpeOptions(IgnoreMerges: true), merges));
        Assert.Equal("a|bc|a|bc", Encoded("abcabc", new BpeOptions(IgnoreMerges: true), merges));
    }

    [Fact]
    public void Encode_RandomMerges_IsWhatMergingOneAtATimeGives() =>
        Prop.ForAll(MergesGen().ToArbitrary(), PieceGen().ToArbitrary(), (merges, piece) =>
        Assert.Equal(
            string.Join('|', OneAtATime(merges, piece)),
            Encoded(piece, new BpeOptions(), merges))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Encode_LongPiece_TakesNoSquareOfItsLength() =>
        Assert.Equal(500_000, Encoded(new string('a', 1_000_000), new BpeOptions()).Split('|').Length);

    private static string Encoded(string piece, BpeOptions options, IReadOnlyList<(string Left, string Right)>? merges = null)
    {
        merges ??= Merges;
        Vocabulary vocabulary = new(0);
        foreach (string token in Characters.Concat(merges.Select(m => m.Left + m.Right)).Distinct())
        {
            Assert.Null(vocabulary.Add(token, vocabulary.Size));
        }

        MergeTable table = new(merges.Count);
        MergeBorders borders = new();
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (string left, string right) = merges[rank];
            Assert.True(table.TryAdd(vocabulary.IdOf(left), vocabulary.IdOf(right), rank, vocabulary.IdOf(left + right)));
            borders.Add(left + right);
        }

        BpeModel model = new(vocabulary, table, borders, options);
        PieceList pieces = new();
        pieces.Add(piece, atStart: true);
        List<int> first = [];
        model.Encode(pieces, first);
        List<int> again = [];
        model.Encode(pieces, again);
        Assert.Equal(first, again); // from memory
        return string.Join('|', first.Select(model.TokenOf));
    }

    /// <summary>The definition: find the pair of lowest rank, the leftmost of equals; merge it; again.</summary>
    private static List<string> OneAtATime(IReadOnlyList<(string Left, string Right)> merges, string piece)
    {
        List<string> tokens = [.. piece.Select(c => c.ToString())];
        while (true)
        {
            int best = -1;
            int bestRank = int.MaxValue;
            for (int i = 0; i + 1 < tokens.Count; i++)
            {
                int rank = merges.TakeWhile(m => m != (tokens[i], tokens[i + 1])).Count();
                if (rank < Math.Min(merges.Count, bestRank)) (best, bestRank) = (i, rank);
            }

            if (best < 0) return tokens;
            tokens[best] += tokens[best + 1];
            tokens.RemoveAt(best + 1);
        }
    }

    // Long enough for the queue, and to be cut where no merge reaches across.
    private static Gen<string> PieceGen() => Gen.Elements('a', 'b', 'c').ListOf().Select(c => new string([.. c])).SelectMany(
        piece => Gen.Elements(piece, string.Concat(Enumerable.Repeat(piece, 5))));

    private static Gen<List<(string Left, string Right)>> MergesGen() => Gen.Choose(0, int.MaxValue).Select(seed =>
    {
        Random random = new(seed);
        List<string> tokens = ["a", "b", "c"];
        List<(string Left, string Right)> merges = [];
        for (int i = random.Next(12); i > 0; i--)
        {
            (string, string) merge = (tokens[random.Next(tokens.Count)], tokens[random.Next(tokens.Count)]);
            if (merges.Contains(merge)) continue;
            merges.Add(merge);
            tokens.Add(merge.Item1 + merge.Item2);
        }

        return merges.OrderBy(_ => random.Next()).ToList();
    });
}
