using System.Text.Json.Nodes;
using Hir.Learner.Models;
using Hir.Shared.Handoff;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

/// <summary>
/// A Hugging Face folder of each decoder-only family, with a tokenizer of its kind and its chat format, through the whole program.
/// </summary>
public sealed class FamilyRunTests : IDisposable
{
    private const string Qwen = "<|im_start|>", Llama = "<|start_header_id|>";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedTheory]
    [InlineData("qwen2", "Qwen2ForCausalLM", "qwen2-style-bpe", Qwen, "<|im_end|>", "\"tie_word_embeddings\":true")]
    [InlineData("qwen3", "Qwen3ForCausalLM", "qwen2-style-bpe", Qwen, "<|im_end|>", "\"head_dim\":16,\"tie_word_embeddings\":true")]
    [InlineData("llama", "LlamaForCausalLM", "llama3-style-bpe", Llama, "<|eot_id|>", "\"rope_parameters\":{\"rope_theta\":500000.0,\"rope_type\":\"default\"}")]
    public void Run_ChatModel_AsksInItsFormatAndLearns(
        string type, string architecture, string tokenizer, string mark, string end, string more)
    {
        string source = SharedFixtures.PathOf("fixtures", "tokenizers", tokenizer);
        Tokenizer bpe = Tokenizer.Load(source);
        string config = $$"""
            {"model_type":"{{type}}","architectures":["{{architecture}}"],"vocab_size":6272,"hidden_size":32,"intermediate_size":48,"num_hidden_layers":2,
            "num_attention_heads":4,"num_key_value_heads":2,"max_position_embeddings":512,"torch_dtype":"float32","eos_token_id":{{bpe.IdOf(end)}},{{more}}}
            """;
        File.WriteAllText(_folder.File("tokenizer_config.json"), new JsonObject { ["chat_template"] = ChatTemplate(mark) }.ToJsonString());
        NewCheckpoint.Write(
            _folder.File("hf"), config, seed: 1, Path.Combine(source, "tokenizer.json"), _folder.File("tokenizer_config.json"));
        HirProgram.Run("export", "--model", _folder.File("hf"), "--out", _folder.File("model"), "--threads", "1").Succeeded();
        File.WriteAllText(_folder.File("words.jsonl"), string.Concat(Enumerable.Range(0, 20).Select(i =>
            $$"""{"id":"{{i}}","query":"Sort: violin candle {{i}}","target":"candle violin"}""" + "\n")));
        File.WriteAllText(_folder.File("run.yaml"), """
            model: model
            tasks: [words.jsonl]
            iterations: 2
            threads: 1
            sampling: { queries: 6, samples: 2, max_new_tokens: 6 }
            evaluation: { queries: 4 }
            training: { steps: 3, batch_size: 8 }
            replay: { drop_unfinished: false }
            """);

        JsonNode result = JsonNode.Parse(
            HirProgram.Run("run", _folder.File("run.yaml"), "--out", _folder.File("run"), "--json").Succeeded().Output)!;

        RunFolder run = new(_folder.File("run"));
        Assert.Equal("done", RunRecord.Read(run)!.State);
        Assert.True((double)result["logprob_gap_max"]! <= 2e-4);
        ShardRow row = ShardReader.ReadFolder(run.ShardsOf(1)).Rows[0];
        string prompt = bpe.Decode([.. row.PromptTokenIds], skipSpecialTokens: false);
        Assert.Contains($"{row.Instruction}\n{row.Query}", prompt, StringComparison.Ordinal);
        Assert.Equal(mark == Qwen ? 3 : 2, row.PromptTokenIds.Count(id => id == bpe.IdOf(mark)));
        Assert.Equal(mark == Llama ? 1 : 0, row.PromptTokenIds.Count(id => id == bpe.IdOf("<|begin_of_text|>")));
        // The published version is a folder of its family for everybody: its tokenizer and chat format are there too.
        foreach (string file in (string[])["tokenizer.json", "tokenizer_config.json"])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(_folder.File("hf"), file)), File.ReadAllBytes(Path.Combine(run.Model(2), file)));
        }

        HirProgram.Run(
            "eval", "--model", run.Model(2), "--tasks", _folder.File("words.jsonl@test"), "--out", _folder.File("eval.json"),
            "--max-new-tokens", "6")
            .Succeeded();
        File.WriteAllText(_folder.File("prompts.jsonl"), """{"prompt":"a b"}""");
        foreach (string engine in (string[])["ort", "genai", "torch"])
        {
            string out1 = _folder.File(engine + ".jsonl");
            HirProgram.Run(
                "generate", "--model", run.Model(2), "--prompts", _folder.File("prompts.jsonl"), "--out", out1, "--engine", engine,
                "--temperature", "0",
                "--max-new-tokens", "8").Succeeded();
        }

        string[] texts =
        [
            .. new[] { "ort", "genai", "torch" }.Select(
                e => (string)JsonNode.Parse(File.ReadAllText(_folder.File(e + ".jsonl")))!["outputs"]![0]!["text"]!),
        ];
        Assert.Single(texts.Distinct());
    }

    /// <summary>What sets the formats apart, in the words of the published templates.</summary>
    private static string ChatTemplate(string mark) => mark == Qwen
        ? "{%- if messages[0]['role'] == 'system' %}{{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}{%- else %}"
            + "{{- '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{%- endif %}{%- for message in messages %}"
            + "{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}{%- endfor %}"
            + "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}"
        : "{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = '<|start_header_id|>' + message['role'] + "
            + "'<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}"
            + "{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}";
}
