using Hir.Sampler.Engines;
using Hir.Shared;
using Hir.Shared.Decoding;

namespace Hir.Sampler.Decoding;

/// <summary>
/// Generates outputs for prompts: a fixed number of sequences at a time, all advanced together; one that ends leaves at once and a waiting
/// one takes its place. What a sequence draws does not depend on its neighbours.
/// </summary>
/// <param name="engine">Runs the model; not disposed.</param>
/// <param name="time">For rates; the system's clock by default.</param>
public sealed class Generator(ISequenceEngine engine, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Generates <see cref="SamplingSettings.Samples"/> outputs for each request.</summary>
    /// <param name="requests">The prompts.</param>
    /// <param name="settings">How tokens are drawn, how many sequences run together.</param>
    /// <param name="progress">Called after steps in which a prompt was finished.</param>
    /// <param name="finished">Called with a request's number and its outputs as soon as it has them all, between two steps.</param>
    /// <param name="cancellationToken">Ends the call between two steps.</param>
    /// <returns>For each request, in the requests' order, its outputs in the samples' order.</returns>
    /// <exception cref="InputException">A prompt is empty or beyond the model's limits, or a setting is out of its range.</exception>
    public IReadOnlyList<GeneratedOutput[]> Generate(
        IReadOnlyList<GenerationRequest> requests,
        SamplingSettings settings,
        Action<DecodingProgress>? progress = null,
        Action<int, GeneratedOutput[]>? finished = null,
        CancellationToken cancellationToken = default)
    {
        Check(requests, settings);
        return new Job(engine, requests, settings, _time, finished).Run(progress, cancellationToken);
    }

    private void Check(IReadOnlyList<GenerationRequest> requests, SamplingSettings settings)
    {
        settings.Check();
        RequestCheck check = new(engine.Limits);
        check.MaxTokens("max_new_tokens asks for", settings.MaxNewTokens);
        for (int i = 0; i < requests.Count; i++)
        {
            check.Prompt(i, requests[i].PromptTokenIds);
            check.Together(i, requests[i].PromptTokenIds.Length, settings.MaxNewTokens, "max_new_tokens is");
        }

        check.Throw();
    }

    /// <summary>One call's state.</summary>
    private sealed class Job
    {
        private readonly ISequenceEngine _engine;
        private readonly IReadOnlyList<GenerationRequest> _requests;
        private readonly SamplingSettings _settings;
        private readonly TimeProvider _time;
        private readonly Action<int, GeneratedOutput[]>? _finished;
        private readonly long _start;
        private readonly TokenSampler _sampler;
        private readonly PromptQueue _queue;
        private readonly GeneratedOutput[][] _outputs;
        private readonly int[] _unfinished;
        private readonly List<LiveSequence> _live = [];
        private readonly Stack<LiveSequence> _free = [];
        private readonly int[] _handles;
        private readonly int[] _tokens;
        private int _done;
        private long _outputTokens;

        public Job(
            ISequenceEngine engine, IReadOnlyList<GenerationRequest> requests, SamplingSettings settings, TimeProvider time,
            Action<int, GeneratedOutput[]>? finished)
        {
            (_engine, _requests, _settings, _time, _finished) = (engine, requests, settings, time, finished);
            _start = time.GetTimestamp();
            _sampler = new TokenSampler(settings, engine.Limits.VocabularySize);
            _queue = new PromptQueue(engine, [.. requests.Select(r => r.PromptTokenIds)], settings.Samples, settings.BatchSize);
            _outputs = [.. requests.Select(_ => new GeneratedOutput[settings.Samples])];
            _unfinished = [.. requests.Select(_ => settings.Samples)];
            int most = (int)Math.Min(settings.BatchSize, (long)requests.Count * settings.Samples);
            _handles = new int[most];
            _tokens = new int[most];
        }

        public IReadOnlyList<GeneratedOutput[]> Run(Action<DecodingProgress>? progress, CancellationToken cancellationToken)
        {
            try
            {
                while (true)
                {
                    Admit();
                    if (_live.Count == 0) return _outputs;

                    cancellationToken.ThrowIfCancellationRequested();
                    int doneBefore = _done;
                    Step();
                    if (_done > doneBefore) progress?.Invoke(Progress());
                }
            }
            catch
            {
                // The engine may be used again: it keeps no sequence of a call that failed.
                foreach (LiveSequence sequence in _live) Close(sequence);
                _queue.ReleaseAll();
                throw;
            }
        }

        private void Admit()
        {
            while (_live.Count < _settings.BatchSize && _queue.TryNext(out int request, out int sample, out int prompt))
            {
                LiveSequence sequence = _free.Count > 0 ? _free.Pop() : new LiveSequence();
                RandomStream stream = new(_settings.Seed, _requests[request].StreamId, sample);
                sequence.Begin(request, sample, _engine.Open(prompt), _engine.FirstToken(prompt), stream);
                _live.Add(sequence);
            }
        }

        private void Step()
        {
            int count = _live.Count;
            for (int i = 0; i < count; i++) (_handles[i], _tokens[i]) = (_live[i].Handle, _live[i].NextToken);
            _engine.Step(_handles.AsSpan(0, count), _tokens.AsSpan(0, count));

            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                LiveSequence sequence = _live[i];
                SampledToken token = _sampler.Sample(_engine.Logits(i), sequence.Stream.DrawAt(sequence.Count));
                sequence.Add(token);
                _outputTokens++;
                if (_engine.Tokens.IsEnd(token.Id)) Finish(sequence, FinishReason.Stop);
                else if (sequence.Count == _settings.MaxNewTokens) Finish(sequence, FinishReason.Length);
                else _live[kept++] = sequence;
            }

            _live.RemoveRange(kept, count - kept);
        }

        private void Finish(LiveSequence sequence, string reason)
        {
            _outputs[sequence.Request][sequence.Sample] = sequence.ToOutput(reason);
            Close(sequence);
            _free.Push(sequence);
            if (--_unfinished[sequence.Request] > 0) return;
            _queue.Release(sequence.Request);
            _done++;
            _finished?.Invoke(sequence.Request, _outputs[sequence.Request]);
        }

        private void Close(LiveSequence sequence)
        {
            if (!sequence.IsOpen) return;
            _engine.Close(sequence.Handle);
            sequence.IsOpen = false;
        }

        private DecodingProgress Progress() =>
            new(_done, _requests.Count, _outputTokens, _outputTokens / Math.Max(1e-9, _time.GetElapsedTime(_start).TotalSeconds));
    }
}
