namespace Hir.Shared.Tasks.Families;

/// <summary>Adjectives before a noun, to be written in the order in which English puts them (opinion first, material last).</summary>
internal sealed class Hyperbaton : TaskFamily
{
    // In the usual order: opinion, size, age, shape, colour, origin, material.
    private static readonly string[][] Kinds =
    [
        ["lovely", "awful", "nice", "ugly", "pretty", "strange", "splendid", "boring"],
        ["big", "small", "huge", "tiny", "tall", "short", "giant", "little"],
        ["new", "old", "young", "ancient", "modern", "antique", "recent", "aged"],
        ["round", "square", "flat", "oval", "curved", "straight", "pointed", "narrow"],
        ["red", "blue", "green", "black", "white", "pink", "brown", "purple"],
        ["Greek", "Indian", "French", "Polish", "Turkish", "Chinese", "Spanish", "Swedish"],
        ["wooden", "iron", "plastic", "glass", "paper", "leather", "cotton", "copper"],
    ];

    private static readonly string[] Nouns = ["chair", "table", "box", "lamp", "ship", "bottle", "mask", "clock", "bowl", "ring"];

    private static readonly string[] Openings =
    [
        "Put the adjectives in their usual order:",
        "Write this with the adjectives in the right order:",
        "In which order would one say this:",
    ];

    public override string Name => "hyperbaton";

    public override string Description =>
        "Three to six adjectives of different kinds and a noun; the adjectives are to be put in their usual order. The answer is free text.";

    internal override Problem Draw(SeededRandom random)
    {
        var kinds = random.Sample([.. Enumerable.Range(0, Kinds.Length)], random.Between(3, 6));
        var noun = random.Pick(Nouns);
        var adjectives = kinds.Order().Select(kind => random.Pick(Kinds[kind])).ToArray();
        var shuffled = random.Sample(adjectives, adjectives.Length);
        return new Problem(
            $"{random.Pick(Openings)} {string.Join(' ', shuffled)} {noun}", $"{string.Join(' ', adjectives)} {noun}");
    }

    internal override string WrongAnswer(Problem problem, SeededRandom random)
    {
        var phrase = problem.Target.Split(' ');
        var adjectives = phrase[..^1];
        return $"{string.Join(' ', WordOrder.Wrong(adjectives, random))} {phrase[^1]}";
    }

    // Words of the phrase and nothing else. Forgotten and repeated words make an answer wrong, not ill-formed.
    public override bool IsWellFormed(TaskExample example, string output) => WordOrder.HoldsOnlyWordsAfterTheColon(example.Query, output);
}
