using Hir.Learner.Batching;
using Hir.Sampler.Engines;
using Hir.Sampler.Evaluation;
using Hir.Sampler.Sampling;
using Hir.Shared.Configuration;
using Hir.Shared.Decoding;
using Hir.Shared.Feedback;
using Hir.Shared.Prompts;
using Hir.Shared.Relabeling;
using Hir.Shared.Shards;
using Hir.Shared.Tasks;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Prompts;

/// <summary>Sampling, evaluation and training make the same token ids of an instruction and a query.</summary>
public sealed class SamePromptTests
{
    private const string Llama3 = """
        {{ bos_token }}{% for m in messages %}{{ '<|start_header_id|>' + m.role + '<|end_header_id|>\n\n' + m.content | trim + '<|eot_id|>' }}{% endfor %}
        """;
    private static readonly string[] Specials = ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"];

    [Fact]
    public async Task Prompt_SampledEvaluatedAndTrained_IsTheSameIds()
    {
        using ChatFolder folder = new("llama", Specials, "<|begin_of_text|>");
        folder.WithChatTemplate(Llama3, begin: "<|begin_of_text|>");
        Tokenizer tokenizer = Tokenizer.Load(folder.Path);
        PromptTemplate template = PromptResolution.Resolve("auto", folder.Path, tokenizer).Template;
        TaskSet[] tasks = [new("t", [new TaskExample("q", "ab ", "ba")])];
        var engine = new EndingEngine(ChatFolder.FirstSpecial + Specials.Length);
        var feedback = new FeedbackRunner(new ExactMatchFeedback(), new FeedbackRunnerOptions());

        IReadOnlyList<ShardRow> sampled = await new ShardSampler(engine, tokenizer, null).SampleAsync(tasks, new SamplingPlan
        {
            Iteration = 0, Instruction = "do", Settings = new SamplingSettings { MaxNewTokens = 2 }, ModelVersion = 0,
            ModelFingerprint = "f", Template = template,
        });
        await new Evaluator(engine, tokenizer, feedback).EvaluateAsync(
            tasks, new EvaluationPlan { Instruction = "do", ModelFingerprint = "f", Template = template });
        var replay = new ReplaySelection(tokenizer, template);
        ReplayPairs relabeled = replay.FromRelabeled(
            [sampled[0] with { RelabeledInstruction = "do", ContrastInstruction = "do", IsSuccess = true }], new ReplaySection(), 1);
        ReplayPairs targets = replay.FromTargets(sampled, new Instructions("do", "no"), endId: 1);

        // By hand: begin, header, user, end of header, two line breaks, do, a line break, ab without its space, end of turn, the answer's
        // header.
        int s = ChatFolder.FirstSpecial;
        int[] expected =
            [s, s + 1, .. Text("user"), s + 2, .. Text("\n\ndo\nab"), s + 3, s + 1, .. Text("assistant"), s + 2, .. Text("\n\n")];
        Assert.Equal(2, engine.Prompts.Count);
        Assert.All(engine.Prompts, p => Assert.Equal(expected, p));
        Assert.Equal(expected, sampled[0].PromptTokenIds);
        Assert.Equal(expected, relabeled.Pairs[0].PromptTokenIds);
        Assert.Equal(expected, relabeled.Pairs[0].ContrastPromptTokenIds!);
        Assert.Equal(expected, targets.Pairs[0].PromptTokenIds);

        IEnumerable<int> Text(string text) => text.Select(c => tokenizer.IdOf(c.ToString())!.Value);
    }

    /// <summary>Ends every output at once, and keeps the prompts that it was given.</summary>
    private sealed class EndingEngine(int vocabulary) : ISequenceEngine
    {
        private int _next;

        public List<int[]> Prompts { get; } = [];

        public ModelLimits Limits { get; } = new(vocabulary);

        public GenerationTokens Tokens { get; } = new([1], 0, null);

        public EngineCounters Counters { get; } = new();

        public void Prefill(IReadOnlyList<int[]> prompts, Span<int> handles)
        {
            Prompts.AddRange(prompts);
            for (int i = 0; i < prompts.Count; i++) handles[i] = _next++;
        }

        public int Open(int prompt) => _next++;

        public int FirstToken(int prompt) => 0;

        public void Step(ReadOnlySpan<int> sequences, ReadOnlySpan<int> tokens)
        {
        }

        public ReadOnlySpan<float> Logits(int index) => Enumerable.Range(0, vocabulary).Select(i => i == 1 ? 50f : 0f).ToArray();

        public void Close(int sequence)
        {
        }

        public void Release(int prompt)
        {
        }

        public float[][][] Score(IReadOnlyList<PromptOutputs> groups) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
