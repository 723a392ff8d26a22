using Hir.Shared.Prompts;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.Shared.Tests.Prompts;

/// <summary>What each format makes of the instruction "Do it." and the query "What?": written from the formats' publications.</summary>
public sealed class PromptFamiliesTests
{
    private static readonly string[] Specials =
    [
        "<s>", "</s>", "<|im_start|>", "<|im_end|>", "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>",
        "<|user|>", "<|assistant|>", "<|end|>",
    ];

    public static TheoryData<string, string> Golden { get; } = new()
    {
        { "plain", "Do it.\nWhat?" },
        {
            "chatml",
            "<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n"
            + "<|im_start|>user\nDo it.\nWhat?<|im_end|>\n<|im_start|>assistant\n"
        },
        { "chatml-bare", "<|im_start|>user\nDo it.\nWhat?<|im_end|>\n<|im_start|>assistant\n" },
        { "qwen3", "<|im_start|>user\nDo it.\nWhat?<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n" },
        {
            "llama3",
            "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n"
            + "Do it.\nWhat?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"
        },
        {
            "llama3.1",
            "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\n"
            + "Today Date: 26 Jul 2024\n\n<|eot_id|>"
            + "<|start_header_id|>user<|end_header_id|>\n\nDo it.\nWhat?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"
        },
        { "llama2", "<s>[INST] Do it.\nWhat? [/INST]" },
        { "zephyr", "<|user|>\nDo it.\nWhat?</s>\n<|assistant|>\n" },
        { "phi3", "<|user|>\nDo it.\nWhat?<|end|>\n<|assistant|>\n" },
    };

    [Fact]
    public void Golden_Names_AreAllThatThereAre() =>
        Assert.Equal(PromptFamilies.Names.Order(), Golden.Select(g => (string)g[0]).Append("auto").Order());

    [Theory]
    [MemberData(nameof(Golden))]
    public void Resolve_Name_RendersThePublishedFormat(string name, string expected)
    {
        using ChatFolder folder = new("llama", Specials);
        Assert.Equal(expected, Resolve(name, folder).Template.Render("Do it.", "What?"));
    }

    [Theory]
    [InlineData("llama3", "<|begin_of_text|>")]
    [InlineData("llama3.1", "<|begin_of_text|>")]
    [InlineData("llama2", "<s>")]
    public void Resolve_BeginToken_IsInThePromptOnceWhetherOrNotTheTokenizerAddsIt(string name, string begin)
    {
        using ChatFolder adds = new("llama", Specials, begin);
        using ChatFolder addsNone = new("llama", Specials);
        int id = ChatFolder.FirstSpecial + Array.IndexOf(Specials, begin);

        int[] first = Ids(name, adds), second = Ids(name, addsNone);

        Assert.Equal(first, second);
        Assert.Equal(id, first[0]);
        Assert.Single(first, i => i == id);
        Assert.DoesNotContain(begin, Resolve(name, adds).Template.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("llama3", true)]
    [InlineData("llama3.1", true)]
    [InlineData("llama2", true)]
    [InlineData("chatml", false)]
    [InlineData("plain", false)]
    public void Render_WhiteSpaceAroundTheMessage_IsCutWhereTheFormatCutsIt(string name, bool cuts)
    {
        using ChatFolder folder = new("llama", Specials);
        string rendered = Resolve(name, folder).Template.Render("\n Do it. ", " What? \n");
        Assert.Equal(cuts, !rendered.Contains("\n Do it. \n What? \n", StringComparison.Ordinal));
        Assert.Contains("Do it. \n What?", rendered, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_TokensThatTheTokenizerLacks_AreNamed()
    {
        using ChatFolder folder = new("llama", ["<|im_start|>"]);
        InputException e = Assert.Throws<InputException>(() => Resolve("chatml", folder));
        Assert.Contains("<|im_end|>", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("<|im_start|>", e.Message, StringComparison.Ordinal);
    }

    private static int[] Ids(string name, ChatFolder folder) =>
        Tokenizer.Load(folder.Path).Encode(Resolve(name, folder).Template.Render("Do it.", "What?"));

    private static ResolvedPrompt Resolve(string setting, ChatFolder folder) =>
        PromptResolution.Resolve(setting, folder.Path, Tokenizer.Load(folder.Path));
}
