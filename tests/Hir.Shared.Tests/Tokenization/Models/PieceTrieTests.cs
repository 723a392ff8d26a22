using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tokenization.Models;

namespace Hir.Shared.Tests.Tokenization.Models;

public sealed class PieceTrieTests
{
    [Fact]
    public void Walk_AnyKeysAndText_FindsTheKeysThatTheTextStartsWith() => Prop.ForAll<NonEmptyString[], string>((words, text) =>
    {
        string[] keys = [.. (words ?? []).Select(w => w.Get).Distinct()];
        text = string.Concat(keys.Take(2)) + text;
        PieceTrie trie = new(keys.Select((key, index) => (key, index)));
        List<int> found = [];
        int node = PieceTrie.Root;
        for (int i = 0; i < text.Length && trie.TryStep(ref node, text[i]); i++)
        {
            if (trie.ValueAt(node) >= 0) found.Add(trie.ValueAt(node));
        }

        IEnumerable<int> prefixes = Enumerable.Range(0, keys.Length).Where(i => text.StartsWith(keys[i], StringComparison.Ordinal));
        Assert.Equal(prefixes.OrderBy(i => keys[i].Length), found);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Walk_ManyChildren_FindsEach()
    {
        PieceTrie trie = new(Enumerable.Range(0x4E00, 1000).Select((c, i) => (((char)c).ToString(), i)));
        for (int i = 0; i < 1000; i++)
        {
            int node = PieceTrie.Root;
            Assert.True(trie.TryStep(ref node, (char)(0x4E00 + i)));
            Assert.Equal(i, trie.ValueAt(node));
        }

        int root = PieceTrie.Root;
        Assert.False(trie.TryStep(ref root, 'a'));
    }
}
