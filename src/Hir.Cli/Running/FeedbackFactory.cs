using Hir.Sampler.Engines;
using Hir.Sampler.Feedback;
using Hir.Shared.Configuration;
using Hir.Shared.Feedback;

namespace Hir.Cli.Running;

/// <summary>Makes feedback functions, those that need ONNX Runtime among them.</summary>
internal static class FeedbackFactory
{
    public static IFeedbackPool Create(FeedbackSection section, string device, int threads) =>
        FeedbackCatalog.Create(section, new FeedbackSurroundings
        {
            Workers = threads,
            OpenRewardModel = settings => RewardModelFeedback.Open(settings, new EngineOptions { Device = device, Threads = threads }),
        });
}
