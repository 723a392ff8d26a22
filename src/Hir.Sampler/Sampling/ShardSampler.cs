using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Shared;
using Hir.Shared.Decoding;
using Hir.Shared.Feedback;
using Hir.Shared.Shards;
using Hir.Shared.Tasks;
using Hir.Shared.Tokenization;

namespace Hir.Sampler.Sampling;

/// <summary>Samples outputs for the queries of tasks, each query under one instruction, scores them and makes rows of them. Which queries is the caller's choice.</summary>
/// <param name="engine">Runs the model; not disposed.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="feedback">R, which scores beside sampling; not disposed. null leaves the rows without a score.</param>
/// <param name="time">For rates; the system's clock by default.</param>
public sealed class ShardSampler(ISequenceEngine engine, Tokenizer tokenizer, IFeedbackPool? feedback, TimeProvider? time = null)
{
    /// <summary>Samples and scores.</summary>
    /// <param name="tasks">The queries. One that occurs again in its task continues its samples: other draws, other sample indices.</param>
    /// <param name="plan">Instruction, settings and what the rows record.</param>
    /// <param name="progress">Called as prompts are finished.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The rows: tasks, queries and samples in their order.</returns>
    /// <exception cref="InputException">A prompt is beyond the model's limits, or a setting is out of its range.</exception>
    public async ValueTask<IReadOnlyList<ShardRow>> SampleAsync(
        IReadOnlyList<TaskSet> tasks,
        SamplingPlan plan,
        Action<DecodingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        List<Asked> asked = Ask(tasks, plan);
        int samples = plan.Settings.Samples;
        ShardRow[] rows = new ShardRow[asked.Count * samples];
        await using FeedbackStream? scoring = feedback is null ? null : new FeedbackStream(feedback, rows.Length, cancellationToken);
        using CancellationTokenSource ending =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, scoring?.Failed ?? CancellationToken.None);
        try
        {
            new Generator(engine, time).Generate([.. asked.Select(a => a.Request)], plan.Settings, progress, Take, ending.Token);
        }
        catch (OperationCanceledException) when (scoring?.Failed.IsCancellationRequested == true)
        {
            // Scoring has ended, and says why.
        }

        if (scoring is null) return rows;
        IReadOnlyList<FeedbackResult> results = await scoring.FinishAsync().ConfigureAwait(false);
        return [.. rows.Select((row, i) => row.With(results[i]))];

        // A query's outputs are scored while others are still sampled.
        void Take(int query, GeneratedOutput[] outputs)
        {
            for (int s = 0; s < samples; s++)
            {
                ShardRow row = Row(plan, asked[query], s, outputs[s]);
                rows[(query * samples) + s] = row;
                scoring?.Add((query * samples) + s, new FeedbackRequest(row.Task, row.Instruction, row.Query, row.Output, row.Target));
            }
        }
    }

    private List<Asked> Ask(IReadOnlyList<TaskSet> tasks, SamplingPlan plan)
    {
        List<Asked> asked = [];
        Dictionary<(string Task, string Query), int> times = [];
        foreach (TaskSet task in tasks)
        {
            foreach (TaskExample example in task.Examples)
            {
                int before = times.GetValueOrDefault((task.Name, example.Id));
                times[(task.Name, example.Id)] = before + 1;
                string instruction = AskedUnder.Draw(plan, task.Name, example.Id, before);
                int[] prompt = tokenizer.Encode(plan.Template.Render(instruction, example.Query));
                long stream = StreamIds.Of(
                    "sample", Number(plan.Iteration), task.Name, example.Id, Number(before));
                asked.Add(new Asked(task.Name, example, instruction, new GenerationRequest(prompt, stream), before * plan.Settings.Samples));
            }
        }

        return asked;
    }

    private ShardRow Row(SamplingPlan plan, Asked asked, int sample, GeneratedOutput output)
    {
        int sampleIndex = asked.FirstSample + sample;
        return new ShardRow
        {
            SampleId = SampleIds.Of(plan.Iteration, asked.Task, asked.Example.Id, sampleIndex),
            Iteration = plan.Iteration,
            Task = asked.Task,
            QueryId = asked.Example.Id,
            SampleIndex = sampleIndex,
            Instruction = asked.Instruction,
            Query = asked.Example.Query,
            Output = tokenizer.Decode(output.TokenIds),
            Target = asked.Example.Target,
            PromptTokenIds = asked.Request.PromptTokenIds,
            OutputTokenIds = output.TokenIds,
            OutputLogprobs = output.Logprobs,
            FinishReason = output.FinishReason,
            ModelVersion = plan.ModelVersion,
            ModelFingerprint = plan.ModelFingerprint,
            Seed = plan.Settings.Seed,
            Temperature = plan.Settings.Temperature,
            TopP = plan.Settings.TopP,
            TopK = plan.Settings.TopK,
        };
    }

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Asked(string Task, TaskExample Example, string Instruction, GenerationRequest Request, int FirstSample);
}
