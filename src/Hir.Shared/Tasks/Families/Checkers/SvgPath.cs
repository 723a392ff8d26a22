using System.Globalization;

namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>A point of a path.</summary>
internal readonly record struct SvgPoint(double X, double Y)
{
    /// <summary>The way to another point.</summary>
    public SvgVector To(SvgPoint other) => new(other.X - X, other.Y - Y);

    /// <summary>The point half way to another.</summary>
    public SvgPoint Middle(SvgPoint other) => new((X + other.X) / 2, (Y + other.Y) / 2);
}

/// <summary>The way from one point to another.</summary>
internal readonly record struct SvgVector(double X, double Y)
{
    public double Length => Math.Sqrt((X * X) + (Y * Y));

    public double Dot(SvgVector other) => (X * other.X) + (Y * other.Y);

    public double Cross(SvgVector other) => (X * other.Y) - (Y * other.X);

    /// <summary>Whether the other way has the same direction or the opposite one, but for an angle (its sine).</summary>
    public bool IsAlong(SvgVector other, double angle) => Math.Abs(Cross(other)) < angle * Length * other.Length;
}

/// <summary>A straight side.</summary>
internal readonly record struct SvgSide(SvgPoint From, SvgPoint To);

/// <summary>An arc, by its radii.</summary>
internal readonly record struct SvgArc(double RadiusX, double RadiusY);

/// <summary>What an SVG path of moves, lines and arcs with absolute coordinates draws.</summary>
internal sealed record SvgPath(IReadOnlyList<SvgSide> Sides, IReadOnlyList<SvgArc> Arcs)
{
    /// <summary>Reads the attribute d; null where it has other commands or is no path.</summary>
    public static SvgPath? Read(string text)
    {
        var words = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        List<SvgSide> sides = [];
        List<SvgArc> arcs = [];
        SvgPoint? at = null;
        var next = 0;
        while (next < words.Length)
        {
            var command = words[next++];
            var count = command switch { "M" or "L" => 2, "A" => 7, _ => 0 };
            if (count == 0 || next + count > words.Length || (at is null && command != "M")) return null;
            var numbers = new double[count];
            for (var i = 0; i < count; i++)
            {
                if (!double.TryParse(words[next++], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])) return null;
            }

            var end = new SvgPoint(numbers[^2], numbers[^1]);
            if (command == "L") sides.Add(new SvgSide(at!.Value, end));
            if (command == "A") arcs.Add(new SvgArc(numbers[0], numbers[1]));
            at = end;
        }

        return sides.Count + arcs.Count > 0 ? new SvgPath(sides, arcs) : null;
    }
}
