using System.Text.Json;
using Hir.Export;
using Hir.Sampler.Engines;
using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.Sampler.Tests.Engines;

/// <summary>Tiny random networks with values computed by PyTorch, exported once for all the tests of a class.</summary>
public sealed class ReferenceModels : IDisposable
{
    public static readonly string[] Names = ["t5-v1.0-relu-tied", "t5-v1.1-gated-gelu-untied"];

    public static readonly string[] DecoderNames = ["llama-gqa", "llama3-ropescaling", "qwen2-tied", "qwen3-qknorm-tied"];

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, ModelFolder> _models = [];

    public ModelFolder Folder(string name)
    {
        lock (_models)
        {
            if (!_models.TryGetValue(name, out ModelFolder? model))
            {
                model = CheckpointExporter.Export(SharedFixtures.PathOf("fixtures", "models", name), _folder.File(name));
                _models.Add(name, model);
            }

            return model;
        }
    }

    public ISequenceEngine Open(string name) => OrtEngine.Open(Folder(name), new EngineOptions { Threads = 1 });

    public static ReferencePair[] Pairs(string name)
    {
        string json = File.ReadAllText(SharedFixtures.PathOf("fixtures", "models", name, "reference.json"));
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("pairs").Deserialize<ReferencePair[]>(SnakeCase)!;
    }

    public void Dispose() => _folder.Dispose();

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}

public sealed record ReferencePair(int[] InputIds, int[] OutputIds, float[] Logprobs, float[] LogitsLast, int[] Greedy);
