using Hir.Testing;

namespace Hir.EndToEnd.Tests;

/// <summary>A model that is small enough for whole runs in seconds, made by the program's own commands, once for all tests.</summary>
public sealed class TinyModel : IDisposable
{
    private const string Config = """
        {"architectures": ["T5ForConditionalGeneration"], "model_type": "t5", "d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 1, "num_decoder_layers": 1,
         "num_heads": 4, "relative_attention_num_buckets": 32, "relative_attention_max_distance": 128, "layer_norm_epsilon": 1e-6, "dropout_rate": 0.1,
         "feed_forward_proj": "gated-gelu", "tie_word_embeddings": false, "is_encoder_decoder": true, "vocab_size": 300,
         "decoder_start_token_id": 0, "eos_token_id": 1, "pad_token_id": 0}
        """;

    private readonly TempFolder _folder = new();

    public TinyModel()
    {
        string config = _folder.File("config.json");
        string pairs = _folder.File("pairs.jsonl");
        File.WriteAllText(config, Config);
        HirProgram.Run("tasks", "--pretraining", "400", "--seed", "5", "--out", pairs).Succeeded();
        HirProgram.Run("new", "--config", config, "--texts", pairs, "--vocabulary", "300", "--out", _folder.File("new")).Succeeded();
        HirProgram.Run("export", "--model", _folder.File("new"), "--out", Path).Succeeded();
        File.WriteAllText(Tasks, string.Concat(Enumerable.Range(0, 40).Select(i => $"{{\"id\":\"{i}\",\"query\":\"Sort: violin candle {i}\",\"target\":\"candle violin\"}}\n")));
    }

    /// <summary>The model folder.</summary>
    public string Path => _folder.File("model");

    /// <summary>A task file.</summary>
    public string Tasks => _folder.File("words.jsonl");

    /// <summary>Writes a configuration of a short run into a folder.</summary>
    public string Configure(TempFolder folder, string more = "", int iterations = 2)
    {
        string path = folder.File("tiny.yaml");
        File.WriteAllText(path, $"""
            model: {Path}
            tasks: ["{Tasks}"]
            iterations: {iterations}
            threads: 1
            sampling: {"{ queries: 8, samples: 2, max_new_tokens: 6 }"}
            evaluation: {"{ queries: 6 }"}
            training: {"{ steps: 4, batch_size: 8 }"}
            replay: {"{ drop_unfinished: false }"}
            {more}
            """);
        return path;
    }

    public void Dispose() => _folder.Dispose();
}

[CollectionDefinition(Name)]
public sealed class TinyModelCollection : ICollectionFixture<TinyModel>
{
    public const string Name = "tiny model";
}
