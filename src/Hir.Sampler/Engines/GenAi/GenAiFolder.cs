using System.Text.Json;
using Hir.Shared;
using Hir.Shared.Handoff;

namespace Hir.Sampler.Engines.GenAi;

/// <summary>What ONNX Runtime GenAI is told of a model by the folder's genai_config.json, as far as the engine needs to know it.</summary>
/// <param name="VocabularySize">The length of a row of logits.</param>
/// <param name="ContextLength">The most tokens of a sequence, prompt included.</param>
internal sealed record GenAiFolder(int VocabularySize, int ContextLength)
{
    private const string FileName = "genai_config.json";

    /// <summary>Checks that a folder is one that GenAI opens, and reads the file.</summary>
    /// <exception cref="InputException">The model is an encoder-decoder, or a file is missing or not as it should be.</exception>
    public static GenAiFolder Read(ModelFolder model)
    {
        if (IsEncoderDecoder(model))
        {
            throw new InputException(
                $"{model.Path}: this is an encoder-decoder, and --engine genai (ONNX Runtime GenAI) runs decoder-only models; "
                + "use --engine ort.");
        }

        string path = model.PathOf(FileName);
        if (!File.Exists(path))
        {
            throw new InputException(
                $"{model.Path}: {FileName} is missing, which ONNX Runtime GenAI needs. Export the model again: "
                + $"hir export --model {model.Path} --out DIR");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement about = document.RootElement.GetProperty("model");
            string graph = about.GetProperty("decoder").GetProperty("filename").GetString()
                ?? throw new FormatException("the file name is null");
            GenAiFolder folder = new(about.GetProperty("vocab_size").GetInt32(), about.GetProperty("context_length").GetInt32());
            List<string> problems = [];
            if (folder.VocabularySize < 1) problems.Add($"{path}: model.vocab_size is {folder.VocabularySize}; it must be at least 1.");
            if (folder.ContextLength < 1) problems.Add($"{path}: model.context_length is {folder.ContextLength}; it must be at least 1.");
            if (!File.Exists(model.PathOf(graph)))
            {
                problems.Add($"{model.PathOf(graph)}: there is no such file, and {FileName} names it. Export the model again.");
            }

            return problems.Count == 0 ? folder : throw new InputException(problems);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException(
                $"{path}: it must be a JSON object with model.decoder.filename, model.vocab_size and model.context_length ({e.Message}). "
                + "Export the model again.",
                e);
        }
    }

    private static bool IsEncoderDecoder(ModelFolder model)
    {
        using JsonDocument config = JsonDocument.Parse(model.ModelConfigJson);
        JsonElement root = config.RootElement;
        if (root.TryGetProperty("is_encoder_decoder", out JsonElement flag)) return flag.ValueKind == JsonValueKind.True;
        return root.TryGetProperty("model_type", out JsonElement type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("t5");
    }
}
