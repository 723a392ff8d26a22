using System.Text.RegularExpressions;

namespace Hir.Shared.Prompts;

/// <summary>The chat formats that have a name.</summary>
internal static class PromptFamilies
{
    /// <summary>The model folder decides.</summary>
    public const string Auto = "auto";

    /// <summary>No chat format.</summary>
    public const string Plain = "plain";

    private const string Message = "{instruction}\n{query}";
    private const string Trimmed = PromptTemplate.TrimStart + Message + PromptTemplate.TrimEnd;
    private const string ChatMlText = $"<|im_start|>user\n{Message}<|im_end|>\n<|im_start|>assistant\n";
    private const string Llama3Text =
        $"<|start_header_id|>user<|end_header_id|>\n\n{Trimmed}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n";
    private const string QwenSystem = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.";

    // The published template takes today's date where it is told it, else this one. A prompt that changes overnight is another prompt.
    private const string Llama31System =
        "<|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n<|eot_id|>";

    // A system text that a template keeps in a variable would be lost by going by the marks alone.
    private const string SystemVariable = @"set\s+(default_)?system_message\s*=\s*['""][^'""]";

    private static readonly string[] ChatMlTokens = ["<|im_start|>", "<|im_end|>"];
    private static readonly string[] Llama3Tokens = ["<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"];

    /// <summary>ChatML without a system text.</summary>
    public static PromptFamily ChatMlBare { get; } = new("chatml-bare", ChatMlText, "<|im_end|>", null, ChatMlTokens, [], []);

    /// <summary>ChatML with Qwen2.5's system text; that of another checkpoint is read from its chat template.</summary>
    public static PromptFamily ChatMl { get; } = new(
        "chatml", ChatMlSystem(QwenSystem) + ChatMlText, "<|im_end|>", null, ChatMlTokens,
        [@"<\|im_start\|>", @"<\|im_end\|>"],
        ["enable_thinking", @"<\|im_start\|>assistant\n<think>", @"<\|im_sep\|>", SystemVariable]);

    /// <summary>All of them, by the order in which they are tried on a chat template.</summary>
    public static IReadOnlyList<PromptFamily> All { get; } =
    [
        ChatMl,
        ChatMlBare,
        // The empty thoughts are what the template puts there when it is asked for answers without thinking.
        new("qwen3", ChatMlText + "<think>\n\n</think>\n\n", "<|im_end|>", null, ChatMlTokens,
            [@"<\|im_start\|>", "enable_thinking", @"<think>\n\n</think>\n\n"], [SystemVariable]),
        new("llama3", Llama3Text, "<|eot_id|>", "<|begin_of_text|>", Llama3Tokens,
            [@"<\|start_header_id\|>", @"<\|eot_id\|>"], ["Cutting Knowledge", SystemVariable]),
        new("llama3.1", Llama31System + Llama3Text, "<|eot_id|>", "<|begin_of_text|>", Llama3Tokens,
            [@"<\|start_header_id\|>", @"<\|eot_id\|>", "Cutting Knowledge Date: December 2023", "26 Jul 2024"], [SystemVariable]),
        new("llama2", $"[INST] {Trimmed} [/INST]", "</s>", "<s>", [],
            [@"(?<! )\[INST\] ", @" \[/INST\]"], [@"\[(AVAILABLE_TOOLS|SYSTEM_PROMPT)\]", SystemVariable]),
        new("zephyr", $"<|user|>\n{Message}{PromptFamily.EndSlot}\n<|assistant|>\n", PromptFamily.EndSlot, null, [PromptFamily.EndSlot],
            [@"<\|user\|>\n['""]\s*\+\s*message(\.content|\[['""]content['""]\])\s*\+\s*eos_token", @"<\|assistant\|>"], [SystemVariable]),
        new("phi3", $"<|user|>\n{Message}<|end|>\n<|assistant|>\n", "<|end|>", null, ["<|user|>", "<|assistant|>", "<|end|>"],
            [@"<\|end\|>\n", @"<\|assistant\|>\n"], [SystemVariable]),
    ];

    /// <summary>Every name that <c>prompt.template</c> may be.</summary>
    public static IReadOnlyList<string> Names { get; } = [Auto, Plain, .. All.Select(f => f.Name)];

    /// <summary>ChatML's system message.</summary>
    public static string ChatMlSystem(string text) => $"<|im_start|>system\n{text}<|im_end|>\n";

    /// <summary>The format of a chat template (line breaks unescaped), or null when it is none of these.</summary>
    public static PromptFamily? Recognise(string chatTemplate) => All.FirstOrDefault(f =>
        f.Marks.Length > 0 && f.Marks.All(m => Regex.IsMatch(chatTemplate, m)) && !f.Foreign.Any(m => Regex.IsMatch(chatTemplate, m)));
}
