using Hir.Export;
using Hir.Learner.Training;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Shared.Pairs;
using Hir.Shared.Weights;
using Hir.Testing;
using TorchSharp;

namespace Hir.Learner.Tests.Training;

public class LearnerSessionTests
{
    private static readonly LearnerOptions Options = new()
    {
        Training = new TrainingSection { Steps = 6, BatchSize = 8, LearningRate = 1e-3, WarmupSteps = 3, MaxEpochs = 0 },
        Seed = 5,
    };

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void TrainIteration_ContinuedFromACheckpointAtAnyStep_EndsWithTheSameBytes(double dropout)
    {
        using TempFolder temp = new();
        LearnerOptions options = Options with { Training = Options.Training with { Dropout = dropout } };
        TrainingPair[] first = TinyModels.Pairs(20);
        TrainingPair[] second = TinyModels.Pairs(25, seed: 8);
        byte[] whole = WeightsAfter(temp, options, session =>
        {
            session.TrainIteration(0, first, step => session.SaveCheckpoint(temp.File($"step-{step.Step}")));
            session.TrainIteration(1, second, step => session.SaveCheckpoint(temp.File($"step-{step.Step}")));
        });

        // Inside the first iteration, at its end, and inside the second.
        foreach (int step in (int[])[1, 6, 10])
        {
            byte[] continued = WeightsAfter(temp, options, session =>
            {
                session.LoadCheckpoint(temp.File($"step-{step}"));
                Assert.Equal(step, session.Position.TotalSteps);
                if (step <= 6)
                {
                    IterationMetrics rest = session.TrainIteration(0, first);
                    Assert.Equal((6, 6 - step), (rest.Steps, rest.StepsThisCall));
                }

                session.TrainIteration(1, second);
            });
            Assert.Equal(whole, continued);
        }
    }

    /// <summary>The value head, its moments and its values at the iteration's start lie in the checkpoint; the start model is read
    /// again.</summary>
    [Theory]
    [InlineData(ObjectiveKind.Ppo, BaselineKind.Value)]
    [InlineData(ObjectiveKind.Ppo, BaselineKind.Group)]
    [InlineData(ObjectiveKind.Grpo, BaselineKind.Group)]
    public void TrainIteration_PolicyObjectiveContinuedAtAnyStep_EndsWithTheSameBytes(ObjectiveKind kind, BaselineKind baseline)
    {
        using TempFolder temp = new();
        LearnerOptions options = Options with { Objective = new ObjectiveSection { Kind = kind, Baseline = baseline, Kl = 0.1 } };
        TrainingPair[] first = TinyModels.Scored(20);
        TrainingPair[] second = TinyModels.Scored(24, seed: 8);
        byte[] whole = WeightsAfter(temp, options, session =>
        {
            session.TrainIteration(0, first, step => session.SaveCheckpoint(temp.File($"step-{step.Step}")));
            session.TrainIteration(1, second, step => session.SaveCheckpoint(temp.File($"step-{step.Step}")));
        });

        foreach (int step in (int[])[2, 6, 9])
        {
            byte[] continued = WeightsAfter(temp, options, session =>
            {
                session.LoadCheckpoint(temp.File($"step-{step}"));
                if (step <= 6) session.TrainIteration(0, first);
                session.TrainIteration(1, second);
            });
            Assert.Equal(whole, continued);
        }
    }

    [Fact]
    public void TrainIteration_DivergenceFromTheStart_IsZeroAtFirstAndHoldsTheModelBack()
    {
        using TempFolder temp = new();
        (List<StepMetrics> Steps, double Moved) Trained(double kl)
        {
            LearnerOptions options = Options with { Objective = new ObjectiveSection { Kl = kl }, Training = Options.Training with { Steps = 30 } };
            using LearnerSession session = LearnerSession.Open(TinyModels.Folder(temp, $"of-{kl}"), options);
            List<StepMetrics> steps = [];
            session.TrainIteration(0, TinyModels.Pairs(20), steps.Add);
            return (steps, steps[^1].LossSupervised);
        }

        (List<StepMetrics> held, double heldLoss) = Trained(20);
        (List<StepMetrics> free, double freeLoss) = Trained(0);

        Assert.Equal(0, held[0].LossKl!.Value, 1e-6);
        Assert.True(held[^1].LossKl > 1e-6);
        Assert.True(heldLoss > freeLoss + 0.05, $"{heldLoss} {freeLoss}");
        Assert.All(free, s => Assert.Null(s.LossKl));
        Assert.False(free[0].ToJson().ContainsKey("loss_kl"));
        Assert.True(held[0].ToJson().ContainsKey("loss_kl"));
    }

    [Fact]
    public void TrainIteration_Ppo_LearnsWhichOutputScoresAndNeverPublishesTheValueHead()
    {
        using TempFolder temp = new();
        LearnerOptions options = Options with
        {
            Objective = new ObjectiveSection { Kind = ObjectiveKind.Ppo, Kl = 0, Beta = 0 },
            Training = Options.Training with { Steps = 40, LearningRate = 3e-3 },
        };
        ModelFolder folder = TinyModels.Folder(temp);
        using LearnerSession session = LearnerSession.Open(folder, options);
        using Hir.Learner.Engines.TorchEngine before = Hir.Learner.Engines.TorchEngine.Open(folder);
        TrainingPair[] pairs = [.. TinyModels.Scored(16)];
        float[][] start = before.Score(pairs);
        pairs = [.. pairs.Select((p, i) => p with { Sampled = p.Sampled! with { Logprobs = start[i] } })];

        IterationMetrics metrics = session.TrainIteration(0, pairs);
        ModelFolder published = session.Publish(temp.File("v1"), 1, 0);

        using Hir.Learner.Engines.TorchEngine after = Hir.Learner.Engines.TorchEngine.Open(published);
        double[] gain = [.. after.Score(pairs).Zip(start).Select(z => (double)z.First.Average() - z.Second.Average())];
        Assert.True(gain.Where((_, i) => pairs[i].Sampled!.Score == 1).Average() > gain.Where((_, i) => pairs[i].Sampled!.Score == 0).Average() + 0.05);
        Assert.NotNull(metrics.LossValue);
        using SafetensorsFile weights = SafetensorsFile.Open(published.WeightsPath);
        using SafetensorsFile source = SafetensorsFile.Open(folder.WeightsPath);
        Assert.Equal(source.Tensors.Keys.Order(), weights.Tensors.Keys.Order());
    }

    [Fact]
    public void TrainIteration_EqualSeeds_GiveEqualBytesAndOtherSeedsOthers()
    {
        using TempFolder temp = new();
        byte[] Trained(long seed) => WeightsAfter(temp, Options with { Seed = seed }, s => s.TrainIteration(0, TinyModels.Pairs(30)));

        Assert.Equal(Trained(5), Trained(5));
        Assert.NotEqual(Trained(5), Trained(6));
    }

    [Fact]
    public void TrainIteration_Cancelled_GoesOnWithTheNextCall()
    {
        using TempFolder temp = new();
        TrainingPair[] pairs = TinyModels.Pairs(20);
        byte[] whole = WeightsAfter(temp, Options, session => session.TrainIteration(0, pairs));
        byte[] stopped = WeightsAfter(temp, Options, session =>
        {
            using CancellationTokenSource stop = new();
            Assert.Throws<OperationCanceledException>(() => session.TrainIteration(0, pairs, step =>
            {
                if (step.Step == 2) stop.Cancel();
            }, stop.Token));
            Assert.Equal(4, session.TrainIteration(0, pairs).StepsThisCall);
        });

        Assert.Equal(whole, stopped);
    }

    /// <summary>What is published is the rounding of what the learner has, which goes on with its own weights.</summary>
    [Theory]
    [InlineData("float16", WeightDtype.F16)]
    [InlineData("bfloat16", WeightDtype.BF16)]
    public void Publish_FromAHalfFolder_KeepsItsTypeAndRounds(string name, WeightDtype dtype)
    {
        using TempFolder temp = new();
        ModelFolder half = CheckpointExporter.Export(TinyModels.Folder(temp).Path, temp.File("half"), name);
        ModelFolder wide = CheckpointExporter.Export(half.Path, temp.File("wide"), "float32");
        (ModelFolder[] narrow, ModelFolder[] exact) = (Versions(half), Versions(wide));
        for (int v = 0; v < narrow.Length; v++)
        {
            Assert.Equal((name, "float32"), (narrow[v].Manifest!.Dtype, exact[v].Manifest!.Dtype));
            Assert.Equal(half.ModelConfigJson, narrow[v].ModelConfigJson);
            using SafetensorsFile rounded = SafetensorsFile.Open(narrow[v].WeightsPath);
            using SafetensorsFile own = SafetensorsFile.Open(exact[v].WeightsPath);
            Assert.Contains(rounded.Ordered, entry => entry.Dtype == dtype);
            foreach (SafetensorsEntry entry in rounded.Ordered)
            {
                float[] values = new float[entry.Count];
                own.CopyAsFloat32(entry.Name, values);
                byte[] expected = new byte[entry.Length];
                FloatConversion.FromFloat32(values, entry.Dtype, expected);
                Assert.Equal(expected, rounded.Bytes(entry.Name).ToArray());
            }
        }

        ModelFolder[] Versions(ModelFolder source)
        {
            using LearnerSession session = LearnerSession.Open(source, Options);
            return [.. Enumerable.Range(1, 2).Select(version =>
            {
                session.TrainIteration(version - 1, TinyModels.Pairs(20));
                return session.Publish(temp.File($"{Path.GetFileName(source.Path)}-v{version}"), version, version - 1);
            })];
        }
    }

    [Theory]
    [InlineData(ObjectiveKind.Hir)]
    [InlineData(ObjectiveKind.Ppo)]
    public void TrainIteration_200Steps_KeepsTheNumberOfLiveTensors(ObjectiveKind kind)
    {
        using TempFolder temp = new();
        LearnerOptions options = Options with
        {
            Objective = new ObjectiveSection { Kind = kind, Kl = 0.1 }, Training = Options.Training with { Steps = 200 },
        };
        using LearnerSession session = LearnerSession.Open(TinyModels.Folder(temp), options);
        List<long> live = [];
        GC.Collect(); // what earlier tests left to the finalizers would otherwise be counted, and then not
        GC.WaitForPendingFinalizers();

        session.TrainIteration(0, TinyModels.Scored(40), _ => live.Add(torch.Tensor.TotalCount));

        Assert.Equal(200, live.Count);
        Assert.True(live.All(count => count == live[0]), string.Join(" ", live));
    }

    [Fact]
    public void TrainIteration_LossThatIsNoNumber_StopsAndSaysWhere()
    {
        using TempFolder temp = new();
        LearnerOptions options = Options with { Training = Options.Training with { LearningRate = 1e18, WarmupSteps = 0, GradClip = 0 } };
        using LearnerSession session = LearnerSession.Open(TinyModels.Folder(temp), options);

        TrainingFailedException error = Assert.Throws<TrainingFailedException>(() => session.TrainIteration(0, TinyModels.Pairs(20)));

        Assert.Matches("^step [2-6]: .*training.learning_rate", error.Message);
    }

    [Fact]
    public void TrainIteration_NothingThatTheObjectiveCanUse_SaysWhy()
    {
        using TempFolder temp = new();
        LearnerOptions options = Options with { Objective = new ObjectiveSection { Kind = ObjectiveKind.Farl } };
        using LearnerSession session = LearnerSession.Open(TinyModels.Folder(temp), options);

        IterationMetrics metrics = session.TrainIteration(0, [.. TinyModels.Pairs(8).Select(p => p with { IsSuccess = false })]);

        Assert.Equal(0, metrics.StepsThisCall);
        Assert.Contains("none of the 8 pairs is a success", metrics.SkippedBecause, StringComparison.Ordinal);
        Assert.Equal(6, session.TrainIteration(1, TinyModels.Pairs(8)).StepsThisCall);
    }

    [Fact]
    public void TrainIteration_ContinuedWithOtherPairs_IsRefused()
    {
        using TempFolder temp = new();
        using LearnerSession session = LearnerSession.Open(TinyModels.Folder(temp), Options);
        session.TrainIteration(0, TinyModels.Pairs(20), step => session.SaveCheckpoint(temp.File($"step-{step.Step}")));
        session.LoadCheckpoint(temp.File("step-3"));

        Assert.Throws<InputException>(() => session.TrainIteration(0, TinyModels.Pairs(20, seed: 9)));
        Assert.Throws<InputException>(() => session.TrainIteration(0, TinyModels.Scored(20))); // the same pairs with scores
        Assert.Throws<InvalidOperationException>(() => session.TrainIteration(1, TinyModels.Pairs(20)));
    }

    [Fact]
    public void LoadCheckpoint_OtherOptionsOrDamage_IsRefusedWithTheReason()
    {
        using TempFolder temp = new();
        using LearnerSession session = LearnerSession.Open(TinyModels.Folder(temp), Options);
        session.SaveCheckpoint(temp.File("good"));
        using LearnerSession other = LearnerSession.Open(TinyModels.Folder(temp, "other"), Options with
        {
            Seed = 6, Training = Options.Training with { LearningRate = 1 },
        });

        InputException differs = Assert.Throws<InputException>(() => other.LoadCheckpoint(temp.File("good")));
        Assert.Equal(2, differs.Problems.Count);
        Assert.Contains("\"learning_rate\":1,", differs.Message, StringComparison.Ordinal);

        byte[] state = File.ReadAllBytes(temp.File("good", "state.safetensors"));
        state[^1] ^= 1;
        File.WriteAllBytes(temp.File("good", "state.safetensors"), state);
        Assert.Contains("damaged", Assert.Throws<InputException>(() => session.LoadCheckpoint(temp.File("good"))).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => session.LoadCheckpoint(temp.File("absent")));
    }

    [Fact]
    public void Open_BadOptions_ListsEveryOne()
    {
        using TempFolder temp = new();
        LearnerOptions options = new()
        {
            Training = new TrainingSection { Steps = 0, Dropout = 1 }, Objective = new ObjectiveSection { Alpha = -1 }, Device = "gpu", Threads = -1,
        };

        InputException error = Assert.Throws<InputException>(() => LearnerSession.Open(TinyModels.Folder(temp), options));

        Assert.Equal(5, error.Problems.Count);
    }

    [Fact]
    public void Open_CudaWithoutCuda_NamesWhatIsMissing()
    {
        if (Hir.Learner.Devices.TorchDevice.HasCuda) return;
        using TempFolder temp = new();

        InputException error = Assert.Throws<InputException>(() => LearnerSession.Open(TinyModels.Folder(temp), Options with { Device = "cuda" }));

        Assert.Contains("libtorch_cuda", error.Message, StringComparison.Ordinal);
        Assert.Equal("cpu", Hir.Learner.Devices.TorchDevice.Resolve("auto"));
    }

    private static byte[] WeightsAfter(TempFolder temp, LearnerOptions options, Action<LearnerSession> train)
    {
        string name = Guid.NewGuid().ToString("N");
        using LearnerSession session = LearnerSession.Open(TinyModels.Folder(temp, name), options);
        train(session);
        session.SaveCheckpoint(temp.File(name + "-end"));
        return File.ReadAllBytes(temp.File(name + "-end", "state.safetensors"));
    }
}
