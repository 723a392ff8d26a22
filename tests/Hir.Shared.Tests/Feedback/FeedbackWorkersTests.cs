using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Configuration;
using Hir.Shared.Feedback;

namespace Hir.Shared.Tests.Feedback;

/// <summary>The same outputs get the same results, whatever the number of workers and outputs a call.</summary>
public sealed class FeedbackWorkersTests
{
    private static readonly string[] Kinds =
    [
        "kind: exact_match",
        "kind: multiple_choice",
        "kind: numeric",
        "kind: regex, regex: { pattern: 'a(.)', compare_target: true }",
        "kind: token_f1",
        "kind: edit_distance, edit_distance: { unit: words }",
        "kind: constraints, constraints: { max_words: 3, format: number, required_keywords: [a] }",
        "kind: weighted, weighted: { exact_match: 0.5, numeric: 0.25, edit_distance: 0.25 }",
    ];

    [Fact]
    public void ScoreAsync_AnyWorkersAndBatchSize_GivesTheSameResults() => Prop.ForAll(
        Gen.Choose(0, Kinds.Length - 1).ToArbitrary(),
        Gen.Zip(Gen.Choose(1, 9), Gen.Choose(1, 20)).ToArbitrary(),
        Gen.Zip(Gen.Elements("", "a", "a b", "(A)", "7", "7.0", "x 1e3", "ab\n", "\ud800"), Gen.Elements("a", "b", "7", "(B)", null, "a b c"))
            .ListOf().ToArbitrary(),
        (kind, pool, texts) =>
        {
            FeedbackRequest[] requests =
                [.. texts.Select(t => new FeedbackRequest("t", "p", "which?\n(A) a\n(B) b", t.Item1, t.Item2))];
            return Score(Kinds[kind], 1, 1, requests).SequenceEqual(Score(Kinds[kind], pool.Item1, pool.Item2, requests));
        }).QuickCheckThrowOnFailure();

    private static IReadOnlyList<FeedbackResult> Score(string settings, int workers, int batchSize, FeedbackRequest[] requests)
    {
        string yaml = $"model: base\ntasks: [t]\nfeedback: {{ {settings}, workers: {workers}, batch_size: {batchSize}, max_failure_rate: 1 }}\n";
        IFeedback feedback = FeedbackCatalog.Create(ConfigBinder.Bind<RunConfig>(ConfigSource.Parse(yaml, "run.yaml", "/")).Feedback);
        return Scored.ByAll(feedback, requests);
    }
}
