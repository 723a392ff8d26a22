using Hir.Learner.Training;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Testing;
using Hir.Testing.Fuzz;

namespace Hir.Learner.Tests.Fuzz;

public sealed class CheckpointFuzzTests
{
    [Theory]
    [InlineData("state.json")]
    [InlineData("state.safetensors")]
    public void LearnerCheckpoint_MutatedFiles_AreReadOrRefused(string name)
    {
        using TempFolder temp = new();
        LearnerOptions options = new() { Training = new TrainingSection { Steps = 2, BatchSize = 4 }, Seed = 5 };
        using LearnerSession session = LearnerSession.Open(TinyModels.Folder(temp), options);
        session.TrainIteration(0, TinyModels.Pairs(8));
        session.SaveCheckpoint(temp.File("checkpoint"));
        string path = temp.File("checkpoint", name);
        new FuzzTarget
        {
            Reader = "LearnerCheckpoint." + name,
            Seeds = [File.ReadAllBytes(path)],
            Mutations = name.EndsWith(".json", StringComparison.Ordinal) ? Mutations.Json : Mutations.Binary,
            IsClear = e => e is InputException,
            Read = bytes =>
            {
                File.WriteAllBytes(path, bytes);
                session.LoadCheckpoint(temp.File("checkpoint"));
                LearnerPosition position = session.Position;
                Assert.InRange(position.StepsDone, 0, position.StepsPlanned);
            },
        }.Run();
    }
}
