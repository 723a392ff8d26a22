using Hir.Shared.Decoding;
using Hir.Shared.Prompts;
using Hir.Shared.Tokenization;

namespace Hir.Shared.Shards;

/// <summary>
/// Gives samples of other tools the tokens that they lack: their output's text in a model's tokens, with the end token behind it unless the
/// output was cut off. What has tokens keeps them; where there is no text either, there are none.
/// </summary>
/// <param name="tokenizer">The tokenizer of the model that is to read them.</param>
/// <param name="endId">The token that ends an output.</param>
public sealed class ForeignOutputs(Tokenizer tokenizer, int endId)
{
    /// <summary>With the tokenizer of a model folder.</summary>
    public static ForeignOutputs Of(string modelFolder)
    {
        Tokenizer tokenizer = Tokenizer.Load(modelFolder);
        return new ForeignOutputs(tokenizer, OutputEnd.IdIn(modelFolder, tokenizer));
    }

    /// <summary>The folder with tokens for every text, where it is one of another tool; else the folder itself.</summary>
    public ShardFolder Fill(ShardFolder shards) => shards.Manifest.Foreign ? shards with { Rows = [.. shards.Rows.Select(Fill)] } : shards;

    private ShardRow Fill(ShardRow row)
    {
        if (row.OutputTokenIds.Count > 0 || row.Output.Length == 0) return row;
        int[] ids = tokenizer.Encode(row.Output, addSpecialTokens: false);
        return row with { OutputTokenIds = row.FinishReason == FinishReason.Length ? ids : [.. ids, endId] };
    }
}
