using System.Text.Json.Nodes;
using Hir.Shared.Prompts;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.Shared.Tests.Prompts;

public sealed class PromptResolutionTests
{
    // Short programs in Jinja with the marks of the published ones.
    private const string ChatMl = """
        {% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{% endfor %}{{ '<|im_start|>assistant\n' }}
        """;
    private const string ChatMlWithSystem = """
        {% if tools %}{{ '<|im_start|>system\n' }}{{ 'Other text.' }}{{ '<|im_end|>\n' }}{% endif %}
        {%- if messages[0].role == 'system' %}{{ '<|im_start|>system\n' + messages[0].content + '<|im_end|>\n' }}
        {%- else %}{{ '<|im_start|>system\nIt\'s a \\boxed{} one.<|im_end|>\n' }}{% endif %}
        """ + ChatMl;
    private const string Qwen3 = ChatMl + "{% if enable_thinking is false %}{{ '<think>\\n\\n</think>\\n\\n' }}{% endif %}";
    private const string Llama3 = """
        {{ bos_token }}{% for m in messages %}{{ '<|start_header_id|>' + m.role + '<|end_header_id|>\n\n' + m.content | trim + '<|eot_id|>' }}{% endfor %}
        """;
    private const string Llama2 = "{% for m in messages %}{{ bos_token + '[INST] ' + m.content.strip() + ' [/INST]' }}{% endfor %}";
    private const string Untrimmed = "{{ bos_token }}{% for m in messages %}{{ '[INST] ' + m.content + ' [/INST]' }}{% endfor %}";
    private const string Unknown = "{% for m in messages %}{{ '<start_of_turn>' + m.role }}{% endfor %}";

    private static readonly string[] Specials =
        ["<s>", "</s>", "<|im_start|>", "<|im_end|>", "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"];

    public static TheoryData<string, string> Recognised { get; } = new()
    {
        { ChatMl, "<|im_start|>user\n{instruction}\n{query}<|im_end|>\n<|im_start|>assistant\n" },
        {
            ChatMlWithSystem,
            "<|im_start|>system\nIt's a \\boxed{} one.<|im_end|>\n"
            + "<|im_start|>user\n{instruction}\n{query}<|im_end|>\n<|im_start|>assistant\n"
        },
        { Qwen3, "<|im_start|>user\n{instruction}\n{query}<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n" },
        {
            Llama3,
            "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n{trim}{instruction}\n{query}{/trim}<|eot_id|>"
            + "<|start_header_id|>assistant<|end_header_id|>\n\n"
        },
        { Llama2, "<s>[INST] {trim}{instruction}\n{query}{/trim} [/INST]" },
        { Untrimmed, "<s>[INST] {instruction}\n{query} [/INST]" },
    };

    [Theory]
    [MemberData(nameof(Recognised))]
    public void Resolve_Auto_TakesTheChatTemplateOfTheConfiguration(string chatTemplate, string expected)
    {
        using ChatFolder folder = new("qwen2", Specials);
        Assert.Equal(expected, Auto(folder.WithChatTemplate(chatTemplate)).Template.Text);
    }

    [Fact]
    public void Resolve_AutoOfAHugeFile_IsRefusedUnread()
    {
        using ChatFolder folder = new("llama", Specials);
        string path = Path.Combine(folder.Path, "chat_template.jinja");
        using (FileStream file = File.Create(path)) file.SetLength((16L << 20) + 1); // takes no room on the disk
        string message = Assert.Throws<InputException>(() => Auto(folder)).Message;
        Assert.StartsWith($"{path}: it has 16777217 bytes", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_AutoOfAFile_TakesItBeforeTheConfiguration()
    {
        using ChatFolder folder = new("llama", Specials);
        folder.WithChatTemplate(Unknown).With("chat_template.jinja", Qwen3);
        ResolvedPrompt prompt = Auto(folder);
        Assert.EndsWith("</think>\n\n", prompt.Template.Text, StringComparison.Ordinal);
        Assert.Equal($"qwen3, recognised in {Path.Combine(folder.Path, "chat_template.jinja")}", prompt.Origin);
    }

    [Fact]
    public void Resolve_AutoOfSeveral_TakesTheDefaultOne()
    {
        using ChatFolder folder = new("llama", Specials);
        folder.WithChatTemplate(List(("tool_use", Unknown), ("default", ChatMl)));
        Assert.StartsWith("<|im_start|>user", Auto(folder).Template.Text, StringComparison.Ordinal);
        folder.WithChatTemplate(List(("only", ChatMl)));
        Assert.StartsWith("<|im_start|>user", Auto(folder).Template.Text, StringComparison.Ordinal);
        folder.WithChatTemplate(List(("one", ChatMl), ("two", ChatMl)));
        Assert.Contains("one, two", Assert.Throws<InputException>(() => Auto(folder)).Message, StringComparison.Ordinal);
        folder.WithChatTemplate(3);
        Assert.Contains("chat_template must be", Assert.Throws<InputException>(() => Auto(folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t5", Unknown)]
    [InlineData("llama", null)]
    [InlineData("qwen2", "")]
    public void Resolve_AutoWithoutChat_IsPlain(string modelType, string? chatTemplate)
    {
        using ChatFolder folder = new(modelType, Specials);
        Assert.Equal("{instruction}\n{query}", Auto(folder).Template.Text);
        Assert.Equal("{instruction}\n{query}", Auto(folder.WithChatTemplate(chatTemplate)).Template.Text);
    }

    [Theory]
    [InlineData(Unknown)]
    [InlineData("{% if x %}{% set system_message = 'Kept aside.' %}{% endif %}" + ChatMl)]
    [InlineData("{{ '<|im_start|>user<|im_sep|>' + messages[0].content + '<|im_end|>' }}")]
    [InlineData("{{ '<|im_start|>user\\n' + messages[0].content + '<|im_end|>\\n<|im_start|>assistant\\n<think>\\n' }}")]
    [InlineData("{{ '<|user|>\\n' + messages[0].content + '\\n<|assistant|>\\n' }}")]
    public void Resolve_AutoOfAChatTemplateThatIsNotKnown_SaysToWriteIt(string chatTemplate)
    {
        using ChatFolder folder = new("llama", Specials);
        InputException e = Assert.Throws<InputException>(() => Auto(folder.WithChatTemplate(chatTemplate)));
        Assert.Contains("tokenizer_config.json", e.Message, StringComparison.Ordinal);
        Assert.Contains("write prompt.template", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_AutoWithATokenizerOfOtherTokens_IsAnError()
    {
        using ChatFolder folder = new("llama", ["<|im_start|>"]);
        Assert.Contains(
            "<|im_end|>", Assert.Throws<InputException>(() => Auto(folder.WithChatTemplate(ChatMl))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_BeginTokenOfTheCheckpoint_IsTaken()
    {
        using ChatFolder folder = new("llama", Specials);
        Assert.StartsWith(
            "<s><|im_start|>user", Auto(folder.WithChatTemplate("{{ bos_token }}" + ChatMl, begin: "<s>")).Template.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_EndOfTurnThatDoesNotEndOutputs_IsAWarning()
    {
        int id = ChatFolder.FirstSpecial + Array.IndexOf(Specials, "<|im_end|>");
        using ChatFolder unended = new("qwen2", Specials);
        using ChatFolder ended = new("qwen2", Specials, endIds: [1, id]);
        Assert.Contains($"<|im_end|> ({id})", Assert.Single(Auto(unended.WithChatTemplate(ChatMl)).Warnings), StringComparison.Ordinal);
        Assert.Empty(Auto(ended.WithChatTemplate(ChatMl)).Warnings);
    }

    [Fact]
    public void Resolve_OwnTextWithABeginTokenThatTheTokenizerAdds_IsRefused()
    {
        using ChatFolder adds = new("llama", Specials, "<s>");
        using ChatFolder addsNone = new("llama", Specials);
        const string Own = "<s>Q: {query} {instruction}";
        Assert.Contains("once", Assert.Throws<InputException>(() => Resolve(Own, adds)).Message, StringComparison.Ordinal);
        Assert.Equal(Own, Resolve(Own, addsNone).Template.Text);
    }

    [Theory]
    [InlineData("chatlm", "Did you mean \"chatml\"?")]
    [InlineData("{instruction}", "{query} occurs 0 times")]
    [InlineData("{instruction} {query} {query}", "{query} occurs 2 times")]
    [InlineData("{trim}{instruction}{/trim} {query}", "{trim} and {/trim}")]
    public void Problems_NeitherNameNorTemplate_SaysWhy(string setting, string reason) =>
        Assert.Contains(reason, Assert.Single(PromptResolution.Problems(setting)), StringComparison.Ordinal);

    [Fact]
    public void Resolve_AutoOfARunsModel_IsTheRunsTemplate()
    {
        using TempFolder run = new();
        using ChatFolder folder = new("llama", Specials);
        Directory.CreateDirectory(run.File("models"));
        CopyTo(folder.WithChatTemplate(ChatMl).Path, run.File("models", "v000001"));
        ResolvedPrompt Resolved() => PromptResolution.Resolve("auto", run.File("models", "v000001"), Tokenizer.Load(folder.Path));

        Assert.StartsWith("<|im_start|>", Resolved().Template.Text, StringComparison.Ordinal);
        File.WriteAllText(run.File("run.json"), "{}");
        File.WriteAllText(run.File("config.yaml"), "prompt:\n  template: \"Q {query} {instruction}\"\n");
        Assert.Equal("Q {query} {instruction}", Resolved().Template.Text);
        Assert.Contains(run.Path, Resolved().Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void IdIn_SeveralEndTokens_IsTheOneOfTheChatFormat()
    {
        int eot = ChatFolder.FirstSpecial + Array.IndexOf(Specials, "<|eot_id|>");
        using ChatFolder folder = new("llama", Specials, endIds: [1, eot]);
        Tokenizer tokenizer = Tokenizer.Load(folder.Path);
        Assert.Equal(1, OutputEnd.IdIn(folder.Path, tokenizer));
        Assert.Equal(eot, OutputEnd.IdIn(folder.WithChatTemplate(Llama3).Path, tokenizer));
        Assert.Equal(1, OutputEnd.IdIn(folder.WithChatTemplate(ChatMl).Path, tokenizer));
        Assert.Equal(1, OutputEnd.IdIn(folder.WithChatTemplate(Unknown).Path, tokenizer));
    }

    private static JsonArray List(params (string Name, string Template)[] templates) =>
        new([.. templates.Select(t => new JsonObject { ["name"] = t.Name, ["template"] = t.Template })]);

    private static void CopyTo(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static ResolvedPrompt Auto(ChatFolder folder) => Resolve("auto", folder);

    private static ResolvedPrompt Resolve(string setting, ChatFolder folder) =>
        PromptResolution.Resolve(setting, folder.Path, Tokenizer.Load(folder.Path));
}
