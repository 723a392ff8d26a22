using System.Buffers;
using System.Runtime.InteropServices;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export;

/// <summary>Makes a model folder of a Hugging Face checkpoint folder.</summary>
public static class CheckpointExporter
{
    /// <summary>Elements that are converted at once.</summary>
    private const int Piece = 1 << 20;

    /// <summary>Checks a checkpoint, writes the model folder, version 0 without a parent, and publishes it without having tried it.</summary>
    /// <inheritdoc cref="Prepare"/>
    /// <returns>The published folder.</returns>
    public static ModelFolder Export(string source, string destination, string dtype = "float32", IReadOnlyList<string>? variants = null)
    {
        using ModelDraft draft = Prepare(source, destination, dtype, variants);
        return draft.Publish(verification: null);
    }

    /// <summary>Checks a checkpoint and writes the model folder, version 0 without a parent, up to its manifest.</summary>
    /// <param name="source">A folder with config.json and weights in one or several safetensors files; float16 and bfloat16 weights are widened.</param>
    /// <param name="destination">The folder that will appear; it must not exist, unless as an empty folder.</param>
    /// <param name="dtype">The element type to write: float32.</param>
    /// <param name="variants">The quantized variants to write too, by name; they need float32.</param>
    /// <param name="progress">Hears how many of the weights' bytes are written, and how many there are.</param>
    /// <param name="onVariant">Hears what each variant cost.</param>
    /// <returns>The folder as it will be, to be tried and published.</returns>
    /// <exception cref="InputException">The checkpoint is not one that is supported, or the destination exists: all problems.</exception>
    /// <exception cref="IOException">The disk has not enough room, or writing failed.</exception>
    public static ModelDraft Prepare(
        string source, string destination, string dtype = "float32", IReadOnlyList<string>? variants = null, Action<long, long>? progress = null, Action<VariantWritten>? onVariant = null)
    {
        if (dtype != "float32" && variants is { Count: > 0 })
        {
            throw new InputException(
                $"--dtype {dtype} and --quantize {string.Join(',', variants)}: quantized variants belong to float32 folders. Leave one of the two out.");
        }

        if (dtype is "float16" or "bfloat16")
        {
            throw new InputException($"--dtype {dtype}: this version writes float32 alone; {dtype} is not available yet. Leave the option out.");
        }

        if (dtype != "float32") throw new InputException($"--dtype {dtype}: there is no such element type. Use float32.");
        ModelFolder folder = ModelFolder.Open(source);
        ModelConfig config = folder.Config;
        using CheckpointWeights weights = CheckpointWeights.Open(folder.Path);
        IReadOnlyDictionary<string, CheckpointTensor> tensors = config.Check(weights);
        long total = config.ParameterCount * sizeof(float);
        long written = 0;
        return ModelPublisher.Prepare(new PublishRequest
        {
            Destination = destination,
            SourceFolder = folder.Path,
            Variants = variants ?? [],
            OnVariant = onVariant,
            Weights = [.. config.Parameters.Select(p => new WeightSource(p.Name, p.Shape, take => Give(tensors[p.Name], elements =>
            {
                take(elements);
                written += elements.Length;
                progress?.Invoke(written, total);
            })))],
        });
    }

    /// <summary>Piece by piece: a tensor of many gigabytes needs no more memory than a small one.</summary>
    private static void Give(CheckpointTensor tensor, TakeElements take)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent((int)Math.Min(Piece, tensor.Entry.Count));
        for (long start = 0; start < tensor.Entry.Count; start += Piece)
        {
            int count = (int)Math.Min(Piece, tensor.Entry.Count - start);
            if (tensor.Entry.Dtype == WeightDtype.F32)
            {
                take(tensor.File.Bytes(tensor.Entry, start * sizeof(float), count * sizeof(float)));
                continue;
            }

            Span<float> values = buffer.AsSpan(0, count);
            tensor.CopyAsFloat32(start, values);
            take(MemoryMarshal.AsBytes(values));
        }

        ArrayPool<float>.Shared.Return(buffer);
    }
}
