using Hir.Learner.Parameters;
using Hir.Shared;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;
using static TorchSharp.torch;

namespace Hir.Learner.Models;

/// <summary>From a folder to a model.</summary>
internal static class ModelLoader
{
    /// <summary>Loads the model of a model folder or checkpoint folder.</summary>
    /// <exception cref="InputException">Configuration and weights do not make a model that is supported: everything that is
    /// wrong.</exception>
    public static LanguageModel Load(ModelFolder folder, Device device, ScalarType dtype = ScalarType.Float32, bool trainable = true)
    {
        using CheckpointWeights weights = CheckpointWeights.Open(folder.Path);
        IReadOnlyDictionary<string, CheckpointTensor> tensors = folder.Config.Check(weights);
        LanguageModel model = Create(folder.Config, device, dtype, trainable);
        foreach (ParameterSlot slot in model.Parameters.Layout.Slots) model.Parameters.Read(slot, tensors[slot.Name].CopyAsFloat32);
        return model;
    }

    /// <summary>Creates a model with all weights zero.</summary>
    public static LanguageModel Create(ModelConfig config, Device device, ScalarType dtype = ScalarType.Float32, bool trainable = true) =>
        config switch
    {
        T5Config t5 => new T5Model(t5, device, dtype, trainable),
        DecoderConfig decoder => new DecoderModel(decoder, device, dtype, trainable),
        _ => throw new InvalidOperationException($"No model is known for {config.ModelType}."),
    };

    /// <summary>
    /// What precedes an output's first token in the learner's batches: the decoder's start token. A decoder-only model continues the
    /// prompt's last token and takes no notice of this.
    /// </summary>
    public static int StartOf(GenerationTokens tokens) => tokens.DecoderStartId ?? 0;
}
