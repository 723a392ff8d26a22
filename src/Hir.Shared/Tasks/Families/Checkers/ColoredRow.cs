namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>One or more things of a color in a list.</summary>
internal sealed record ColoredItem(int Number, string Color, string Thing);

/// <summary>The listed things, in order; the names of things are in the singular.</summary>
internal sealed record ColoredRow(IReadOnlyList<ColoredItem> Items)
{
    /// <summary>The colors, in order.</summary>
    public string[] Colors => [.. Items.Select(item => item.Color)];

    /// <summary>Reads "a red cup, two blue pens and …"; null where an item has no such form.</summary>
    public static ColoredRow? Read(string list)
    {
        List<ColoredItem> items = [];
        foreach (var text in list.Split([", and ", ", ", " and "], StringSplitOptions.None))
        {
            var words = text.Split(' ', 3);
            if (words.Length < 3 || NumberWords.Number(words[0]) is not { } number) return null;
            items.Add(new ColoredItem(number, words[1], number == 1 ? words[2] : Singular(words[2])));
        }

        return new ColoredRow(items);
    }

    /// <summary>The place of the only thing of a name such as "cup", or of a color, as in "red thing"; null where there is none.</summary>
    public int? Find(string name)
    {
        var color = name.EndsWith(" thing", StringComparison.Ordinal) || name.EndsWith(" item", StringComparison.Ordinal)
            || name.EndsWith(" object", StringComparison.Ordinal)
            ? name[..name.LastIndexOf(' ')]
            : null;
        var found = Enumerable.Range(0, Items.Count).Where(i => color is null ? Items[i].Thing == name : Items[i].Color == color).ToArray();
        return found is [var at] && Items[at].Number == 1 ? at : null;
    }

    /// <summary>What "red things", "red cups" or "cups" names: a test of items; null where it names none that can be told.</summary>
    public Func<ColoredItem, bool>? Kind(string plural)
    {
        var space = plural.IndexOf(' ');
        if (space > 0 && plural[(space + 1)..] is "things" or "items" or "objects")
        {
            var color = plural[..space];
            return item => item.Color == color;
        }

        var thing = Singular(plural);
        return Items.Any(item => item.Thing == thing) ? item => item.Thing == thing : null;
    }

    private static string Singular(string plural)
    {
        // "Pairs of sunglasses", "sheets of paper": the first word bends.
        var of = plural.IndexOf(" of ", StringComparison.Ordinal);
        if (of > 0) return Singular(plural[..of]) + plural[of..];
        if (plural.EndsWith("shes", StringComparison.Ordinal)) return plural[..^2];
        return plural.EndsWith('s') ? plural[..^1] : plural;
    }
}
