using System.Runtime.InteropServices;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Sampler.Tests.Export;

/// <summary>Writes a small checkpoint folder with random weights, right or wrong in one place.</summary>
internal static class TinyCheckpoint
{
    public const string ConfigJson = """
        {"model_type":"t5","architectures":["T5ForConditionalGeneration"],"torch_dtype":"bfloat16","vocab_size":20,"d_model":8,"d_kv":4,"d_ff":12,
        "num_layers":1,"num_decoder_layers":2,"num_heads":3,"feed_forward_proj":"gated-gelu","tie_word_embeddings":false}
        """;

    public static string Write(
        string folder, WeightDtype dtype = WeightDtype.F32, Func<SafetensorsDeclaration, SafetensorsDeclaration?>? change = null,
        int seed = 1,
        string config = ConfigJson)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), config);
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), "{}");
        File.WriteAllText(Path.Combine(folder, "unrelated.bin"), "x");
        List<SafetensorsDeclaration> tensors = [];
        foreach ((string name, long[] shape) in ModelConfig.Parse(config).Parameters)
        {
            SafetensorsDeclaration tensor = new(name, dtype, shape);
            if ((change is null ? tensor : change(tensor)) is { } kept) tensors.Add(kept);
        }

        Random random = new(seed);
        using FileStream stream = File.Create(Path.Combine(folder, "model.safetensors"));
        SafetensorsWriter writer = new(stream, tensors);
        foreach (SafetensorsDeclaration tensor in tensors)
        {
            float[] values = [.. Enumerable.Range(0, (int)(tensor.Length / tensor.Dtype.SizeOf())).Select(_ => random.NextSingle() - 0.5f)];
            byte[] bytes = new byte[tensor.Length];
            if (tensor.Dtype.IsConvertibleFloat()) FloatConversion.FromFloat32(values, tensor.Dtype, bytes);
            else MemoryMarshal.AsBytes(values.AsSpan())[..bytes.Length].CopyTo(bytes);
            writer.Write(tensor.Name, bytes);
        }

        writer.Complete();
        return folder;
    }
}
