using System.Runtime.InteropServices;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export;

/// <summary>Makes a model folder of a Hugging Face checkpoint folder.</summary>
public static class CheckpointExporter
{
    /// <summary>Checks a checkpoint, writes the model folder, version 0 without a parent, and verifies it against its manifest.</summary>
    /// <param name="source">A folder with config.json and model.safetensors; float16 and bfloat16 weights are widened.</param>
    /// <param name="destination">The folder that will appear; it must not exist, unless as an empty folder.</param>
    /// <param name="dtype">The element type to write: float32.</param>
    /// <returns>The published folder.</returns>
    /// <exception cref="InputException">The checkpoint is not one that is supported, or the destination exists: all problems.</exception>
    /// <exception cref="IOException">The disk has not enough room, or writing failed.</exception>
    public static ModelFolder Export(string source, string destination, string dtype = "float32")
    {
        if (dtype is "float16" or "bfloat16")
        {
            throw new InputException($"--dtype {dtype}: this version writes float32 alone; {dtype} is not available yet. Leave the option out.");
        }

        if (dtype != "float32") throw new InputException($"--dtype {dtype}: there is no such element type. Use float32.");
        ModelFolder folder = ModelFolder.Open(source);
        T5Config config = T5Config.Parse(folder.ModelConfigJson, folder.ConfigPath);
        using SafetensorsFile weights = SafetensorsFile.Open(folder.WeightsPath);
        IReadOnlyDictionary<string, SafetensorsEntry> tensors = config.Check(weights);
        float[] buffer = [];
        ReadOnlySpan<byte> Read(SafetensorsEntry entry)
        {
            if (entry.Dtype == WeightDtype.F32) return weights.Bytes(entry.Name);
            if (buffer.Length < entry.Count) buffer = new float[entry.Count];
            Span<float> values = buffer.AsSpan(0, (int)entry.Count);
            weights.CopyAsFloat32(entry.Name, values);
            return MemoryMarshal.AsBytes(values);
        }

        ModelFolder published = ModelPublisher.Publish(new PublishRequest
        {
            Destination = destination,
            SourceFolder = folder.Path,
            Weights = [.. config.Parameters.Select(p => new WeightSource(p.Name, p.Shape, () => Read(tensors[p.Name])))],
        });
        return ModelFolder.Open(published.Path, verify: true);
    }
}
