using System.Globalization;
using System.Text.RegularExpressions;

namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>
/// Adds up the listed things that are of the kind asked for. It knows the kinds of common things; an unknown thing leaves it silent.
/// </summary>
internal static partial class CountingChecker
{
    // Kinds by their plural, with their members in the singular.
    private static readonly Dictionary<string, string[]> Kinds = new()
    {
        ["fruits"] =
            Words("apple,banana,blackberry,fig,grape,lemon,melon,nectarine,orange,peach,pear,plum,raspberry,strawberry,cherry,mango"),
        ["vegetables"] =
            Words("cabbage,carrot,cauliflower,garlic,head of broccoli,lettuce head,onion,potato,stalk of celery,yam,leek,turnip"),
        ["musical instruments"] = Words("accordion,clarinet,drum,flute,piano,trombone,trumpet,violin,guitar,harp"),
        ["animals"] = Words("bear,cat,chicken,cow,dog,donkey,duck,fish,frog,goat,mouse,pig,rabbit,snail,snake,horse,sheep"),
        ["tools"] = Words("hammer,saw,drill,axe,rake,file"),
        ["toys"] = Words("doll,kite,puppet,drum,robot,marble"),
        ["things of the house"] = Words("bed,car,chair,couch,fridge,lamp,microwave,oven,stove,table,toaster"),
    };

    public static string? Solve(string query)
    {
        if (Sentences().Match(query) is not { Success: true } match) return null;
        var kind = match.Groups["kind"].Value;
        if (kind != "objects" && !Kinds.ContainsKey(kind)) return null;
        var sum = 0;
        foreach (var item in match.Groups["list"].Value.Split([", and ", ", ", " and "], StringSplitOptions.None))
        {
            var space = item.IndexOf(' ');
            if (space < 0 || NumberWords.Number(item[..space]) is not { } number) return null;
            var thing = item[(space + 1)..];
            if (!Kinds.Values.Any(members => members.Any(member => IsOne(member, thing)))) return null;
            sum += kind == "objects" || Kinds[kind].Any(member => IsOne(member, thing)) ? number : 0;
        }

        return sum.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a thing is the member, in the singular or in the plural.</summary>
    private static bool IsOne(string member, string thing)
    {
        if (thing == member) return true;
        var of = member.IndexOf(" of ", StringComparison.Ordinal);
        var (noun, rest) = of < 0 ? (member, "") : (member[..of], member[of..]);
        var plural = noun switch
        {
            "mouse" => "mice",
            "fish" or "sheep" => noun,
            _ when noun.EndsWith("rry", StringComparison.Ordinal) => noun[..^1] + "ies",
            _ when noun is "mango" or "potato" || noun.EndsWith("ch", StringComparison.Ordinal) => noun + "es",
            _ => noun + "s",
        };
        return thing == plural + rest;
    }

    private static string[] Words(string list) => list.Split(',');

    [GeneratedRegex(
        @"^(?:I have|I can see|On the farm there are) (?<list>[^.]+)\. "
        + @"How many (?<kind>[a-z ]+?) (?:do I have|can I see|are there)\?$")]
    private static partial Regex Sentences();
}
