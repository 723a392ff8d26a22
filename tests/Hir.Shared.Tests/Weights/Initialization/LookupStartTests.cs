using Hir.Shared.Weights.Architectures;
using Hir.Shared.Weights.Initialization;

namespace Hir.Shared.Tests.Weights.Initialization;

public sealed class LookupStartTests
{
    private static readonly T5Config Config = new()
    {
        VocabSize = 300, DModel = 96, DKv = 24, DFf = 192, NumLayers = 2, NumDecoderLayers = 2, NumHeads = 4, IsGated = true,
        TieWordEmbeddings = false,
    };

    [Theory]
    [InlineData("encoder.block.0.layer.0.SelfAttention.")]
    [InlineData("decoder.block.1.layer.1.EncDecAttention.")]
    public void Draw_OfAKey_GivesATokenItsLargestScoreWithItself(string layer)
    {
        float[] embeddings = RandomWeights.Draw(Config, "shared.weight", 1, AttentionStart.Lookup);
        float[] queries = RandomWeights.Draw(Config, layer + "q.weight", 1, AttentionStart.Lookup);
        float[] keys = RandomWeights.Draw(Config, layer + "k.weight", 1, AttentionStart.Lookup);

        for (int token = 0; token < 20; token++)
        {
            double[] scores = [.. Enumerable.Range(0, 20).Select(other => Score(token, other))];
            Assert.Equal(token, Array.IndexOf(scores, scores.Max()));
        }

        // Of the first head; its rows are the first d_kv of both matrices.
        double Score(int asking, int other)
        {
            double sum = 0;
            for (int row = 0; row < Config.DKv; row++) sum += Project(queries, row, asking) * Project(keys, row, other);
            return sum;
        }

        double Project(float[] weights, int row, int token) =>
            Enumerable.Range(0, Config.DModel).Sum(i => (double)weights[row * Config.DModel + i] * embeddings[token * Config.DModel + i]);
    }

    [Theory]
    [InlineData("encoder", 17)] // of 32 buckets, 17 is the token after
    [InlineData("decoder", 0)]
    public void Draw_OfPositionBiases_PointsTwoHeadsAtNeighbors(string stack, int second)
    {
        float[] biases = RandomWeights.Draw(
            Config, $"{stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight", 1, AttentionStart.Lookup);

        Assert.Equal([(1, 0), (second, 1)], Large().OrderBy(place => place.Head));

        IEnumerable<(int Bucket, int Head)> Large() =>
            from bucket in Enumerable.Range(0, 32) from head in Enumerable.Range(0, 4) where biases[bucket * 4 + head] > 2 select (bucket, head);
    }

    [Fact]
    public void Draw_OfOtherWeights_IsAsPublished()
    {
        const string Name = "encoder.block.1.layer.0.SelfAttention.q.weight";

        Assert.Equal(RandomWeights.Draw(Config, Name, 3), RandomWeights.Draw(Config, Name, 3, AttentionStart.Lookup));
    }
}
