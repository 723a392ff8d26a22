using System.Text.RegularExpressions;

namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>
/// Reads statements about an order and places the things one by one, dropping each beginning that breaks a statement. The right option is
/// the one that is true in every order that is left.
/// </summary>
internal static partial class DeductionChecker
{
    // Ways to say that the first named thing stands before the second, and after it. The order goes left to right, first to last, old to
    // new, cheap to dear.
    private static readonly string[] Before =
        ["left of", "to the left of", "faster than", "cheaper than", "less expensive than", "older than", "above"];

    private static readonly string[] After =
        ["right of", "to the right of", "slower than", "more than", "more expensive than", "newer than", "below"];

    public static string? Solve(string query)
    {
        if (OptionList.Read(query) is not { } list || Parts().Match(list.Question) is not { Success: true } parts) return null;
        var things = parts.Groups["things"].Value.Split([", and ", ", ", " and "], StringSplitOptions.None)
            .Select(thing => Article().Replace(thing, "")).ToArray();
        var statements = parts.Groups["statements"].Value.Split('.', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => Read(text, things)).ToArray();
        var options = list.Options.Select(text => Read(text, things)).ToArray();
        if (things.Length > 7 || statements.Contains(null) || options.Contains(null)) return null;

        // A thing's place, or 0 while it has none.
        var orders = new List<int[]>();
        Place(new int[things.Length], 0, statements, orders);
        if (orders.Count == 0) return null;
        var right = Enumerable.Range(0, options.Length).Where(i => orders.All(order => options[i]!.Holds(order))).ToArray();
        return right.Length == 1 ? $"({(char)('A' + right[0])})" : null;
    }

    private static void Place(int[] places, int thing, Statement?[] statements, List<int[]> orders)
    {
        if (thing == places.Length)
        {
            orders.Add([.. places]);
            return;
        }

        for (var place = 1; place <= places.Length; place++)
        {
            if (Array.IndexOf(places, place, 0, thing) >= 0) continue;
            places[thing] = place;
            if (statements.All(statement => statement!.MayHold(places))) Place(places, thing + 1, statements, orders);
        }

        places[thing] = 0;
    }

    private static Statement? Read(string text, string[] things)
    {
        var start = text.StartsWith("The ", StringComparison.Ordinal) ? text[4..] : text;
        var thing = Array.FindIndex(things, name => start.StartsWith(name + " ", StringComparison.Ordinal));
        if (thing < 0) return null;
        var said = Verb().Replace(start[(things[thing].Length + 1)..], "");
        var other = Array.FindIndex(things, name => said.EndsWith(" " + name, StringComparison.Ordinal));
        if (other < 0) return PlaceOf(said, things.Length) is { } place ? new Statement(thing, null, place) : null;
        var relation = said[..^(things[other].Length + 1)];
        if (relation.EndsWith(" the", StringComparison.Ordinal)) relation = relation[..^4];
        if (Before.Contains(relation)) return new Statement(thing, other, 0);
        return After.Contains(relation) ? new Statement(other, thing, 0) : null;
    }

    /// <summary>The place, from 1, that words such as "third from the right" name.</summary>
    private static int? PlaceOf(string said, int count)
    {
        if (said is "in the middle" or "has the middle price") return (count + 1) / 2;
        if (Named().Match(said) is not { Success: true } match) return null;
        var rank = match.Groups["rank"].Success ? NumberWords.Rank(match.Groups["rank"].Value) : 1;
        return match.Groups["end"].Value switch
        {
            "" or "from the left" or "leftmost" or "oldest" or "cheapest" => rank,
            _ => count + 1 - rank,
        };
    }

    [GeneratedRegex(@"(?:^|\. )[^.:]+: (?<things>[^.]+)\.(?<statements>.+)\.$")]
    private static partial Regex Parts();

    [GeneratedRegex("^an? ")]
    private static partial Regex Article();

    [GeneratedRegex("^(?:is|are|finished|costs)(?: the)? ")]
    private static partial Regex Verb();

    [GeneratedRegex(
        "^(?:(?<rank>first|second|third|fourth|fifth|sixth|seventh)(?:[- ]|$))?"
        + "(?<end>leftmost|rightmost|last|to-last|from the left|from the right|oldest|newest|cheapest|dearest|most expensive|most|)$")]
    private static partial Regex Named();

    /// <summary>"Thing stands at Place", or "Thing stands before Other" where that is given.</summary>
    private sealed record Statement(int Thing, int? Other, int Place)
    {
        public bool Holds(int[] places) => Other is { } other ? places[Thing] < places[other] : places[Thing] == Place;

        /// <summary>Whether it holds or is about a thing that has no place yet.</summary>
        public bool MayHold(int[] places) => places[Thing] == 0 || (Other is { } other && places[other] == 0) || Holds(places);
    }
}
