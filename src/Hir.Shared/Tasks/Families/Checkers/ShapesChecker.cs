using System.Text.RegularExpressions;

namespace Hir.Shared.Tasks.Families.Checkers;

/// <summary>
/// Names the shape of an SVG path of straight sides and arcs: by the number of sides, by the diagonals where there are four, by the radii
/// where there are arcs.
/// </summary>
internal static partial class ShapesChecker
{
    // Real files round coordinates to hundredths; sides are some units long.
    private const double Tolerance = 0.03;

    private static readonly string[] ByCorners = ["pentagon", "hexagon", "heptagon", "octagon"];

    public static string? Solve(string query)
    {
        if (OptionList.Read(query) is not { } list || Path().Match(list.Question) is not { Success: true } match) return null;
        if (SvgPath.Read(match.Groups["path"].Value) is not { } path) return null;
        string[] names = [.. Names(path)];
        return list.LetterWhere(option => names.Contains(option));
    }

    private static IEnumerable<string> Names(SvgPath path)
    {
        if (path.Arcs.Count > 0) return Rounded(path);
        if (path.Sides.Count == 1) return ["line"];
        if (Around(path.Sides) is not { } corners) return [];
        return corners.Length switch
        {
            3 => ["triangle"],
            4 => Quadrilateral(corners),
            >= 5 and <= 8 => [ByCorners[corners.Length - 5]],
            _ => [],
        };
    }

    private static IEnumerable<string> Rounded(SvgPath path)
    {
        if (path.Sides.Count == 0 && path.Arcs.Count == 2 && path.Arcs.All(arc => arc.RadiusX == path.Arcs[0].RadiusX))
        {
            return path.Arcs[0].RadiusX == path.Arcs[0].RadiusY ? ["circle"] : ["ellipse"];
        }

        // Two radii from one point to the ends of an arc around it.
        if (path.Sides.Count != 2 || path.Arcs.Count != 1) return [];
        var arc = path.Arcs[0];
        var ends = path.Sides.SelectMany(side => new[] { side.From, side.To });
        var centers = ends.GroupBy(point => point).Count(group => group.Count() == 2);
        var areRadii = path.Sides.All(side => IsNear(side.From.To(side.To).Length, arc.RadiusX));
        return centers == 1 && areRadii && IsNear(arc.RadiusX, arc.RadiusY) ? ["sector"] : [];
    }

    private static IEnumerable<string> Quadrilateral(SvgPoint[] corner)
    {
        var (first, second) = (corner[0].To(corner[2]), corner[1].To(corner[3]));
        var (middle, other) = (corner[0].Middle(corner[2]), corner[1].Middle(corner[3]));
        if (IsNear(first.Length, second.Length) && IsNear(middle.To(other).Length, 0)) yield return "rectangle";

        // One diagonal cuts the other in two at a right angle.
        var isUpright = Math.Abs(first.Dot(second)) < Tolerance * first.Length * second.Length;
        if (isUpright && (IsOn(other, corner[0], first) || IsOn(middle, corner[1], second))) yield return "kite";

        var parallel = Enumerable.Range(0, 2).Count(
            i => corner[i].To(corner[i + 1]).IsAlong(corner[(i + 3) % 4].To(corner[i + 2]), Tolerance));
        if (parallel == 1) yield return "trapezoid";
    }

    private static bool IsOn(SvgPoint point, SvgPoint start, SvgVector along) =>
        Math.Abs(start.To(point).Cross(along)) < Tolerance * along.Length;

    private static bool IsNear(double one, double other) => Math.Abs(one - other) < Tolerance;

    /// <summary>The corners on the way around a closed shape; null where the sides are no single ring.</summary>
    private static SvgPoint[]? Around(IReadOnlyList<SvgSide> sides)
    {
        var left = sides.ToList();
        List<SvgPoint> corners = [left[0].From];
        var at = left[0].To;
        left.RemoveAt(0);
        while (left.Count > 0)
        {
            var next = left.FindIndex(side => side.From == at || side.To == at);
            if (next < 0 || corners.Contains(at)) return null;
            corners.Add(at);
            at = left[next].From == at ? left[next].To : left[next].From;
            left.RemoveAt(next);
        }

        return at == corners[0] ? [.. corners] : null;
    }

    [GeneratedRegex("<path d=\"(?<path>[^\"]+)\"/> draws an?$")]
    private static partial Regex Path();
}
