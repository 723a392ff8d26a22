using Hir.Shared.Pairs;
using Hir.Testing;

namespace Hir.Shared.Tests.Pairs;

public class PairsFileTests
{
    [Fact]
    public void Read_Ids_TakesThemAsTheyAreAndKeepsTheLine()
    {
        using TempFolder temp = new();
        string path = Write(temp, """
            {"prompt_token_ids":[5,6],"output_token_ids":[7,1],"weight":0.5,"contrast_prompt_token_ids":[8],"is_success":false,"note":"kept"}

            {"prompt_token_ids":[5],"output_token_ids":[9]}
            """);

        IReadOnlyList<PairLine> lines = PairsFile.Read(path, null, endId: 1, vocabularySize: 10);

        Assert.Equal(2, lines.Count);
        TrainingPair first = lines[0].Pair;
        Assert.Equal([5, 6], first.PromptTokenIds);
        Assert.Equal([8], first.ContrastPromptTokenIds!);
        Assert.Equal([7, 1], first.OutputTokenIds);
        Assert.Equal((0.5, false), (first.Weight, first.IsSuccess));
        Assert.Equal("kept", (string)lines[0].Source["note"]!);
        TrainingPair second = lines[1].Pair;
        Assert.Equal([9], second.OutputTokenIds);
        Assert.Equal((1.0, null, null), (second.Weight, second.IsSuccess, second.ContrastPromptTokenIds));
    }

    [Fact]
    public void Read_BadLines_NamesEachWithItsNumber()
    {
        using TempFolder temp = new();
        string path = Write(temp, """
            {"prompt_token_ids":[5],"output_token_ids":[6]}
            {"output_token_ids":[6]}
            {"prompt_token_ids":[5]}
            {"prompt":"text","output_token_ids":[6]}
            {"prompt_token_ids":[5],"output_token_ids":[]}
            {"prompt_token_ids":[5,10],"output_token_ids":[6]}
            {"prompt_token_ids":[5],"output_token_ids":[6],"weight":-1}
            {"prompt_token_ids":[5],"output_token_ids":[6],"is_success":"yes"}
            {"prompt_token_ids":[5],"prompt":"text","output_token_ids":[6]}
            not json
            """);

        InputException error = Assert.Throws<InputException>(() => PairsFile.Read(path, null, endId: 1, vocabularySize: 10));

        Assert.Equal(Enumerable.Range(2, 9).Select(n => $"{path}:{n}:"), error.Problems.Select(p => p[..(p.IndexOf(": ", StringComparison.Ordinal) + 1)]));
        Assert.Contains("tokenizer", error.Problems[2], StringComparison.Ordinal);
        Assert.Contains("id 10", error.Problems[4], StringComparison.Ordinal);
    }

    private static string Write(TempFolder temp, string text)
    {
        File.WriteAllText(temp.File("pairs.jsonl"), text);
        return temp.File("pairs.jsonl");
    }
}
