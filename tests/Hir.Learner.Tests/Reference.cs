using System.Text.Json.Nodes;
using Hir.Shared.Handoff;
using Hir.Shared.Pairs;
using Hir.Testing;

namespace Hir.Learner.Tests;

/// <summary>The reference values of one fixture model.</summary>
internal sealed class Reference(string model)
{
    public ModelFolder Folder => ModelFolder.Open(SharedFixtures.PathOf("fixtures", "models", model));

    public JsonNode Values => Read("reference.json");

    public JsonNode Objective => Read("objective.json");

    public TrainingPair[] Pairs => [.. Values["pairs"]!.AsArray().Select(p => new TrainingPair(Ids(p!["input_ids"]), null, Ids(p["output_ids"])))];

    public TrainingPair[] ObjectivePairs => [.. Objective["pairs"]!.AsArray().Select(p => new TrainingPair(
        Ids(p!["prompt_token_ids"]), Ids(p["contrast_prompt_token_ids"]), Ids(p["output_token_ids"]), (double)p["weight"]!, (bool)p["is_success"]!))];

    public static double[] Numbers(JsonNode? node) => [.. node!.AsArray().Select(n => (double)n!)];

    public static int[] Ids(JsonNode? node) => [.. node!.AsArray().Select(n => (int)n!)];

    private JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(SharedFixtures.PathOf("fixtures", "models", model, file)))!;
}
