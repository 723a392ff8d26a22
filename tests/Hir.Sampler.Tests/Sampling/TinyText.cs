using Hir.Shared.Tasks;
using Hir.Shared.Tokenization;
using Hir.Shared.Tokenization.Training;
using Hir.Testing;

namespace Hir.Sampler.Tests.Sampling;

/// <summary>Two small tasks and a tokenizer that knows their words.</summary>
internal static class TinyText
{
    public const string Instruction = "Generate a correct answer to this problem.";

    public static readonly TaskSet[] Tasks =
    [
        new("counting", [.. Enumerable.Range(0, 6).Select(i => new TaskExample($"c{i}", $"How many apples are {i} and {i + 1} apples?", $"{2 * i + 1}"))]),
        new("sorting/words", [.. Enumerable.Range(0, 4).Select(i => new TaskExample($"s{i}", $"Sort: pear apple fig {i}", null))]),
    ];

    private static readonly Lazy<Tokenizer> LazyTokenizer = new(() =>
    {
        using TempFolder folder = new();
        WriteTokenizer(folder.Path);
        return Hir.Shared.Tokenization.Tokenizer.Load(folder.Path);
    });

    public static Tokenizer Tokenizer => LazyTokenizer.Value;

    /// <summary>Writes the tokenizer's file into a folder.</summary>
    public static void WriteTokenizer(string folder)
    {
        IEnumerable<string> lines = Tasks.SelectMany(t => t.Examples.Select(e => $"{Instruction}\n{e.Query} {e.Target}"));
        UnigramTrainer.Train(lines, new UnigramTrainerOptions { VocabularySize = 90 }).WriteTo(folder);
    }
}
