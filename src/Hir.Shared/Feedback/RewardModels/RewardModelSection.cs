using Hir.Shared.Configuration;

namespace Hir.Shared.Feedback.RewardModels;

/// <summary>How a network's logits become a score.</summary>
public enum RewardScale
{
    /// <summary>The label's logit as it is.</summary>
    Logit,

    /// <summary>1 / (1 + exp(-logit)) of the label's logit.</summary>
    Sigmoid,

    /// <summary>The label's share after softmax over all labels.</summary>
    Softmax,
}

/// <summary>What a network is given to read.</summary>
public enum RewardInput
{
    /// <summary>The output alone.</summary>
    Output,

    /// <summary>Query and output, as the two texts of a pair.</summary>
    QueryOutput,
}

/// <summary>Settings of reward_model.</summary>
public sealed record RewardModelSection : IConfigSection
{
    /// <summary>A text classification folder of Hugging Face: model.onnx, tokenizer.json and config.json.</summary>
    public string Model { get; set; } = "";

    /// <summary>How logits become a score.</summary>
    public RewardScale Score { get; set; } = RewardScale.Sigmoid;

    /// <summary>The label that is scored, by its name or number in config.json; needed where there are several.</summary>
    public string? Label { get; set; }

    /// <summary>What the network reads.</summary>
    public RewardInput Input { get; set; } = RewardInput.QueryOutput;

    /// <summary>Tokens at most; longer texts lose the beginning of the query first. Unset, it is the network's own limit.</summary>
    public int? MaxTokens { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Model.Length == 0) yield return ("model", "missing; give the folder of a text classification network exported to ONNX");
        if (MaxTokens < 8) yield return ("max_tokens", $"{MaxTokens} is not allowed: at least 8");
    }
}
