using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export;

/// <summary>Makes a model folder of a Hugging Face checkpoint folder.</summary>
public static class CheckpointExporter
{
    /// <summary>Elements that are given at once.</summary>
    private const int Piece = 1 << 20;

    /// <summary>Checks a checkpoint, writes the model folder, version 0 without a parent, and publishes it without having tried it.</summary>
    /// <inheritdoc cref="Prepare"/>
    /// <returns>The published folder.</returns>
    public static ModelFolder Export(string source, string destination, string? dtype = null, IReadOnlyList<string>? variants = null)
    {
        using ModelDraft draft = Prepare(source, destination, dtype, variants);
        return draft.Publish(verification: null);
    }

    /// <summary>Checks a checkpoint and writes the model folder, version 0 without a parent, up to its manifest.</summary>
    /// <param name="source">A folder with config.json and weights in one or several safetensors files, in float32, float16 or bfloat16.</param>
    /// <param name="destination">The folder that will appear; it must not exist, unless as an empty folder.</param>
    /// <param name="dtype">The element type to write: float32, float16 or bfloat16; null for that of a published folder, and float32 for a checkpoint.</param>
    /// <param name="variants">The quantized variants to write too, by name; they need float32.</param>
    /// <param name="progress">Hears how many of the weights' bytes are written, and how many there are.</param>
    /// <param name="onVariant">Hears what each variant cost.</param>
    /// <returns>The folder as it will be, to be tried and published.</returns>
    /// <exception cref="InputException">The checkpoint is not one that is supported, a weight is too large for the type, or the destination exists: all problems.</exception>
    /// <exception cref="IOException">The disk has not enough room, or writing failed.</exception>
    public static ModelDraft Prepare(
        string source, string destination, string? dtype = null, IReadOnlyList<string>? variants = null, Action<long, long>? progress = null,
        Action<VariantWritten>? onVariant = null)
    {
        WeightDtype? asked = dtype is null ? null : WeightDtypes.Named(dtype)
            ?? throw new InputException($"--dtype {dtype}: there is no such element type. Use float32, float16 or bfloat16.");
        ModelFolder folder = ModelFolder.Open(source);
        WeightDtype type = asked ?? folder.Dtype;
        if (type != WeightDtype.F32 && variants is { Count: > 0 })
        {
            throw new InputException(
                $"--dtype {type.ModelName()} and --quantize {string.Join(',', variants)}: quantized variants belong to float32 folders. "
                + "Leave one of the two out.");
        }

        ModelConfig config = folder.Config;
        using CheckpointWeights weights = CheckpointWeights.Open(folder.Path);
        IReadOnlyDictionary<string, CheckpointTensor> tensors = config.Check(weights);
        (string Name, long[] Shape, int Size)[] stored = [.. config.Parameters.Select(p => (p.Name, p.Shape, config.StoredType(p.Name, type).SizeOf()))];
        long total = stored.Sum(p => p.Size * tensors[p.Name].Entry.Count);
        long written = 0;
        return ModelPublisher.Prepare(new PublishRequest
        {
            Destination = destination,
            SourceFolder = folder.Path,
            Dtype = type,
            Variants = variants ?? [],
            OnVariant = onVariant,
            Weights = [.. stored.Select(p => new WeightSource(p.Name, p.Shape, take => Give(tensors[p.Name], elements =>
            {
                take(elements);
                written += elements.Length / tensors[p.Name].Entry.Dtype.SizeOf() * p.Size;
                progress?.Invoke(written, total);
            }), tensors[p.Name].Entry.Dtype))],
        });
    }

    /// <summary>Piece by piece: what is taken of a tensor of many gigabytes needs no more memory than a small one.</summary>
    private static void Give(CheckpointTensor tensor, TakeElements take)
    {
        int size = tensor.Entry.Dtype.SizeOf();
        for (long start = 0; start < tensor.Entry.Count; start += Piece)
        {
            int count = (int)Math.Min(Piece, tensor.Entry.Count - start);
            take(tensor.File.Bytes(tensor.Entry, start * size, count * size));
        }
    }
}
