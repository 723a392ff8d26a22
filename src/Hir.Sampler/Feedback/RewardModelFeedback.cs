using Hir.Sampler.Engines;
using Hir.Shared;
using Hir.Shared.Feedback;
using Hir.Shared.Feedback.RewardModels;
using Hir.Shared.Tokenization;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Feedback;

/// <summary>
/// A reward model: a text classification network in ONNX that scores outputs. Each text runs by itself: in a batch the last bits of a score
/// would depend on its neighbours, and a network that looks for the last token would have to know the padding. Calls run side by side.
/// </summary>
public sealed class RewardModelFeedback : IFeedback, IDisposable
{
    private readonly RewardModelSection _settings;
    private readonly Tokenizer _tokenizer;
    private readonly ClassifierSession _session;
    private readonly int? _mostTokens;
    private readonly int _label;

    private RewardModelFeedback(RewardModelSection settings, Tokenizer tokenizer, ClassifierSession session, int? mostTokens, int label) =>
        (_settings, _tokenizer, _session, _mostTokens, _label) = (settings, tokenizer, session, mostTokens, label);

    /// <summary>Opens a network.</summary>
    /// <param name="settings">With the folder's path.</param>
    /// <param name="options">Device and threads.</param>
    /// <exception cref="InputException">The folder, its tokenizer or its graph is of no use, or the label is none of its.</exception>
    public static RewardModelFeedback Open(RewardModelSection settings, EngineOptions options)
    {
        RewardModelFolder folder = RewardModelFolder.Open(settings.Model);
        Tokenizer tokenizer = Tokenizer.Load(settings.Model);
        ClassifierSession session = ClassifierSession.Open(folder.Graph, options);
        try
        {
            // One run tells the number of labels where the graph does not declare it.
            int labels = session.Run(tokenizer.Join(tokenizer.Encode("a", addSpecialTokens: false))).Length;
            int label = folder.IndexOf(settings.Label, labels);
            return new RewardModelFeedback(settings, tokenizer, session, settings.MaxTokens ?? folder.MostTokens, label);
        }
        catch (OnnxRuntimeException e)
        {
            session.Dispose();
            throw new InputException($"{folder.Graph}: ONNX Runtime cannot run it: {e.Message.ReplaceLineEndings(" ").Trim()}", e);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(
        IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken)
    {
        FeedbackResult[] results = new FeedbackResult[requests.Count];
        for (int i = 0; i < results.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            JoinedIds text = Read(requests[i]);
            results[i] = text.Ids.Length == 0
                ? FeedbackResult.Failed("the text has no token, so the network has nothing to read")
                : FeedbackResult.Ok(Score(_session.Run(text)));
        }

        return ValueTask.FromResult<IReadOnlyList<FeedbackResult>>(results);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private JoinedIds Read(FeedbackRequest request)
    {
        int[] output = _tokenizer.Encode(request.Output, addSpecialTokens: false);
        if (_settings.Input == RewardInput.Output)
        {
            int room = Room(_tokenizer.Join([]));
            return _tokenizer.Join(output.Length <= room ? output : output[..room]);
        }

        int[] query = _tokenizer.Encode(request.Query, addSpecialTokens: false);
        int both = Room(_tokenizer.Join([], []));
        // The output is what is scored: the beginning of the query goes first.
        if (output.Length > both) output = output[..both];
        if (query.Length > both - output.Length) query = query[^(both - output.Length)..];
        return _tokenizer.Join(query, output);
    }

    private int Room(JoinedIds specials) => _mostTokens is { } most ? Math.Max(0, most - specials.Ids.Length) : int.MaxValue;

    private double Score(float[] logits) => _settings.Score switch
    {
        RewardScale.Logit => logits[_label],
        RewardScale.Sigmoid => 1 / (1 + Math.Exp(-(double)logits[_label])),
        _ => 1 / logits.Sum(l => Math.Exp((double)l - logits[_label])),
    };
}
