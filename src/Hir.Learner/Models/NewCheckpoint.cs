using System.Runtime.InteropServices;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;
using Hir.Shared.Weights.Initialization;

namespace Hir.Learner.Models;

/// <summary>Writes a checkpoint folder of a model that has learnt nothing yet, to train one from scratch.</summary>
public static class NewCheckpoint
{
    /// <summary>Writes a folder with config.json and model.safetensors (F32), and copies of given files. Equal arguments give equal
    /// bytes.</summary>
    /// <param name="folder">Where; it must not exist.</param>
    /// <param name="configJson">A Hugging Face config.json of a supported family.</param>
    /// <param name="seed">The seed of the weights.</param>
    /// <param name="files">Files to copy into the folder under their own names, such as tokenizer.json.</param>
    /// <exception cref="InputException">The configuration is not that of a supported network, or the folder exists.</exception>
    public static void Write(string folder, string configJson, long seed, params IReadOnlyList<string> files) =>
        Write(folder, configJson, seed, AttentionStart.Published, files);

    /// <summary>The same with another start.</summary>
    /// <param name="folder">Where; it must not exist.</param>
    /// <param name="configJson">A Hugging Face config.json of a supported family.</param>
    /// <param name="seed">The seed of the weights.</param>
    /// <param name="start">What attention begins with.</param>
    /// <param name="files">Files to copy into the folder under their own names, such as tokenizer.json.</param>
    /// <exception cref="InputException">As above, or the start is not one of the network's family.</exception>
    public static void Write(string folder, string configJson, long seed, AttentionStart start, params IReadOnlyList<string> files)
    {
        ModelConfig config = ModelConfig.Parse(configJson);
        if (start == AttentionStart.Lookup && config is not T5Config)
        {
            throw new InputException($"model_type {config.ModelType}: only a T5 can begin with look-ups; begin as published");
        }

        IReadOnlyList<(string Name, long[] Shape)> parameters = config.Parameters;
        SafetensorsDeclaration[] declarations = [.. parameters.Select(p => new SafetensorsDeclaration(p.Name, WeightDtype.F32, p.Shape))];
        using AtomicFolder target = AtomicFolder.Create(folder, declarations.Sum(d => d.Length));
        target.WriteFile(ModelFolder.ConfigName, System.Text.Encoding.UTF8.GetBytes(configJson));
        foreach (string file in files) target.CopyFile(file, Path.GetFileName(file));
        using (HashedFileStream stream = target.CreateFile(ModelFolder.WeightsName))
        {
            SafetensorsWriter writer = new(stream, declarations);
            foreach (SafetensorsDeclaration declaration in declarations)
            {
                float[] values = RandomWeights.Draw(config, declaration.Name, seed, start);
                writer.Write(declaration.Name, MemoryMarshal.AsBytes(values.AsSpan()));
            }

            writer.Complete();
        }

        target.Publish();
    }
}
