using Hir.Learner.Devices;
using Hir.Learner.Models;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.Pairs;
using static TorchSharp.torch;

namespace Hir.Learner.Engines;

/// <summary>
/// Scores and generates with the learner's own model (`--engine torch`): the reference that the sampler is compared with. Nothing is
/// cached: each token runs the decoder over the whole output so far.
/// </summary>
public sealed class TorchEngine : IDisposable
{
    private const long TokenBudget = 16_384;

    private readonly LanguageModel _model;
    private readonly GenerationTokens _tokens;

    private TorchEngine(LanguageModel model, GenerationTokens tokens) => (_model, _tokens) = (model, tokens);

    /// <summary>Loads a model.</summary>
    /// <param name="folder">A model folder, or a checkpoint folder.</param>
    /// <param name="device">cpu, cuda, cuda:N or auto.</param>
    /// <param name="threads">Threads of one operation; 0 leaves libtorch's own choice.</param>
    /// <exception cref="Hir.Shared.InputException">The folder or the device is not usable.</exception>
    public static TorchEngine Open(ModelFolder folder, string device = "cpu", int threads = 0)
    {
        TorchDevice.UseThreads(threads);
        GenerationTokens tokens = GenerationTokens.Load(folder.Path);
        return new TorchEngine(ModelLoader.Load(folder, TorchDevice.Open(device), trainable: false), tokens);
    }

    /// <summary>The log-probabilities of given outputs, temperature 1: one array a pair, one value a token.</summary>
    public float[][] Score(IReadOnlyList<TrainingPair> pairs) =>
        OutputScorer.Score(_model, pairs, ModelLoader.StartOf(_tokens), TokenBudget);

    /// <summary>Generates outputs.</summary>
    /// <param name="prompts">The prompts' token ids; none is empty.</param>
    /// <param name="streamIds">For each prompt the id of its random streams; see <see cref="RandomStream"/>.</param>
    /// <param name="settings">How tokens are drawn.</param>
    /// <param name="progress">Hears how many prompts are done.</param>
    /// <param name="cancellationToken">Ends the work between tokens.</param>
    /// <returns>For each prompt, in order, its samples.</returns>
    public GeneratedOutput[][] Generate(
        IReadOnlyList<IReadOnlyList<int>> prompts,
        IReadOnlyList<long> streamIds,
        SamplingSettings settings,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        GeneratedOutput[][] outputs = new GeneratedOutput[prompts.Count][];
        TokenSampler sampler = new(settings, _model.Config.VocabSize);
        int chunk = Math.Max(1, settings.BatchSize / settings.Samples);
        int done = 0;
        foreach (int[] indices in Enumerable.Range(0, prompts.Count).OrderBy(i => prompts[i].Count).Chunk(chunk))
        {
            OutputDraft[] drafts = [.. indices.SelectMany(i => Enumerable.Range(0, settings.Samples)
                .Select(sample => new OutputDraft(new RandomStream(settings.Seed, streamIds[i], sample))))];
            Decode([.. indices.Select(i => prompts[i])], drafts, settings, sampler, cancellationToken);
            for (int n = 0; n < indices.Length; n++)
            {
                outputs[indices[n]] = [.. drafts.Skip(n * settings.Samples).Take(settings.Samples).Select(d => d.ToOutput())];
            }

            done += indices.Length;
            progress?.Report(done);
        }

        return outputs;
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private void Decode(
        IReadOnlyList<IReadOnlyList<int>> prompts, OutputDraft[] drafts, SamplingSettings settings, TokenSampler sampler,
        CancellationToken cancellationToken)
    {
        using IDisposable noGrad = no_grad();
        using var outer = NewDisposeScope();
        int length = prompts.Max(p => p.Count);
        long[] ids = new long[prompts.Count * length];
        for (int i = 0; i < prompts.Count; i++)
        {
            for (int t = 0; t < prompts[i].Count; t++) ids[i * length + t] = prompts[i][t];
        }

        IReadPrompts read = _model.Read(ids, [.. prompts.Select(p => p.Count)], length);
        int vocabulary = _model.Config.VocabSize;
        for (int step = 0; step < settings.MaxNewTokens && drafts.Any(d => !d.IsFinished); step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            int inputs = step + 1;
            long[] decoder = new long[drafts.Length * inputs];
            for (int row = 0; row < drafts.Length; row++)
            {
                drafts[row].FillInputs(decoder.AsSpan(row * inputs, inputs), ModelLoader.StartOf(_tokens));
            }

            int[] live = [.. Enumerable.Range(0, drafts.Length).Where(row => !drafts[row].IsFinished)];
            Tensor last = tensor([.. live.Select(row => (long)row * inputs + step)], ScalarType.Int64, _model.Device);
            Tensor hidden = read.Continue(decoder, settings.Samples, inputs);
            float[] logits = _model.Logits(hidden.index_select(0, last)).cpu().data<float>().ToArray();
            for (int n = 0; n < live.Length; n++) drafts[live[n]].Draw(logits.AsSpan(n * vocabulary, vocabulary), sampler, _tokens);
        }
    }
}
