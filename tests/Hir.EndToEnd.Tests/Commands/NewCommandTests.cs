using Hir.Testing;

namespace Hir.EndToEnd.Tests.Commands;

public sealed class NewCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void New_StartWithLookups_DiffersFromThePublishedStartInKeysAndPositionBiasesOnly()
    {
        string config = _folder.File("config.json");
        File.WriteAllText(config, """
            {"architectures": ["T5ForConditionalGeneration"], "model_type": "t5", "d_model": 16, "d_kv": 4, "d_ff": 16, "num_layers": 1,
             "num_decoder_layers": 1, "num_heads": 2, "vocab_size": 100, "decoder_start_token_id": 0, "eos_token_id": 1, "pad_token_id": 0}
            """);
        string pairs = _folder.File("pairs.jsonl");
        HirProgram.Run("tasks", "--pretraining", "200", "--mixture", "lookup1", "--out", pairs).Succeeded();
        foreach (string start in new[] { "published", "lookup" })
        {
            HirProgram.Run("new", "--config", config, "--texts", pairs, "--start", start, "--out", _folder.File(start)).Succeeded();
        }

        byte[] published = File.ReadAllBytes(_folder.File("published", "model.safetensors"));
        byte[] lookup = File.ReadAllBytes(_folder.File("lookup", "model.safetensors"));
        Assert.Equal(published.Length, lookup.Length);
        // One block each: keys of three attentions (8 x 16 values of 4 bytes), and two biases a stack.
        Assert.InRange(Enumerable.Range(0, lookup.Length).Count(i => published[i] != lookup[i]), 3 * 8 * 16, 4 * (3 * 8 * 16 + 4));
    }

    [Fact]
    public void New_AnUnknownStart_IsRefusedAndWritesNothing()
    {
        HirProgram.Run("new", "--config", "c.json", "--texts", "t.jsonl", "--start", "warm", "--out", _folder.File("out"))
            .Refused("--start warm", "published or lookup");

        Assert.False(Directory.Exists(_folder.File("out")));
    }
}
