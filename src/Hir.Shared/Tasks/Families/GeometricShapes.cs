namespace Hir.Shared.Tasks.Families;

/// <summary>The path of an SVG element, in small whole numbers; which shape does it draw?</summary>
internal sealed class GeometricShapes : TaskFamily
{
    // Coordinates lie in [0, Side].
    private const int Side = 20;

    private static readonly string[] Polygons = ["triangle", "pentagon", "hexagon", "heptagon", "octagon"];
    private static readonly int[] Corners = [3, 5, 6, 7, 8];
    private static readonly string[] Others = ["line", "circle", "ellipse", "sector", "rectangle", "kite", "trapezoid"];

    // As in the paper's task the options are the same in every problem; each is right equally often.
    private static readonly string[] Listed = [.. Polygons.Concat(Others).Order(StringComparer.Ordinal)];

    // The points of whole numbers at distance 5 from the origin: where the straight sides of a sector may end.
    private static readonly (int X, int Y)[] Spokes =
        [(5, 0), (4, 3), (3, 4), (0, 5), (-3, 4), (-4, 3), (-5, 0), (-4, -3), (-3, -4), (0, -5), (3, -4), (4, -3)];

    // A quarter of a circle of radius 10 and of one of radius 7, in steps of 15 degrees. No sine is taken: its last bit differs between
    // machines.
    private static readonly (int X, int Y)[][] Quarters =
    [
        [(10, 0), (10, 3), (9, 5), (7, 7), (5, 9), (3, 10)],
        [(7, 0), (7, 2), (6, 4), (5, 5), (4, 6), (2, 7)],
    ];

    public override string Name => "geometric_shapes";

    public override string Description =>
        "The path of an SVG element in small whole numbers; which of twelve shapes does it draw? Multiple choice.";

    internal override Problem Draw(SeededRandom random)
    {
        var kind = random.Below(Polygons.Length + Others.Length);
        var shape = kind < Polygons.Length ? Polygons[kind] : Others[kind - Polygons.Length];
        var path = shape switch
        {
            "line" => Line(random),
            "circle" => Arcs(random, isCircle: true),
            "ellipse" => Arcs(random, isCircle: false),
            "sector" => Sector(random),
            "rectangle" => Closed(Rectangle(random), random),
            "kite" => Closed(Kite(random), random),
            "trapezoid" => Closed(Trapezoid(random), random),
            _ => Closed(Polygon(Corners[kind], random), random),
        };
        return MultipleChoice.Problem($"<path d=\"{path}\"/> draws a", Listed, Array.IndexOf(Listed, shape));
    }

    internal override string WrongAnswer(Problem problem, SeededRandom random) => MultipleChoice.WrongAnswer(problem, random);

    public override bool IsWellFormed(TaskExample example, string output) => MultipleChoice.IsWellFormed(example, output);

    internal override string? Solve(string query) => Checkers.ShapesChecker.Solve(query);

    private static string Line(SeededRandom random)
    {
        var (x, y) = (random.Below(Side), random.Below(Side));
        return $"M {x},{y} L {random.Between(x + 1, Side)},{random.Below(Side)}";
    }

    private static string Arcs(SeededRandom random, bool isCircle)
    {
        // Not larger: a wide circle has few places, and would run out of new problems.
        var across = random.Between(2, 7);
        var along = isCircle ? across : across <= 4 ? across + random.Between(1, 3) : across - random.Between(1, 3);
        var (x, y) = (random.Between(across, Side - across), random.Between(along, Side - along));
        var arc = $"A {across},{along} 0 1,{random.Below(2)}";
        var (startX, startY) = random.Below(2) == 0 ? (across, 0) : (0, along);
        if (random.Below(2) == 0) (startX, startY) = (-startX, -startY);
        return $"M {x + startX},{y + startY} {arc} {x - startX},{y - startY} {arc} {x + startX},{y + startY}";
    }

    private static string Sector(SeededRandom random)
    {
        var (x, y) = (random.Between(5, Side - 5), random.Between(5, Side - 5));
        var spokes = random.Sample(Spokes, 2);
        while (spokes[0].X == -spokes[1].X && spokes[0].Y == -spokes[1].Y) spokes = random.Sample(Spokes, 2);
        return $"M {x + spokes[0].X},{y + spokes[0].Y} L {x},{y} L {x + spokes[1].X},{y + spokes[1].Y}"
            + $" A 5,5 0 0,{random.Below(2)} {x + spokes[0].X},{y + spokes[0].Y}";
    }

    /// <summary>Any side and one at right angles to it of another length: a square would be a kite too.</summary>
    private static (int X, int Y)[] Rectangle(SeededRandom random)
    {
        while (true)
        {
            var (a, b) = (random.Between(-6, 6), random.Between(-6, 6));
            var (times, parts) = (random.Between(1, 3), random.Between(1, 3));
            if ((a == 0 && b == 0) || times == parts || (a * times % parts) != 0 || (b * times % parts) != 0) continue;
            var (c, d) = (-b * times / parts, a * times / parts);
            var (x, y) = (random.Below(Side), random.Below(Side));
            (int, int)[] corners = [(x, y), (x + a, y + b), (x + a + c, y + b + d), (x + c, y + d)];
            if (corners.All(IsInside)) return corners;
        }
    }

    /// <summary>Two corners on an upright or level line, two at equal distances from it, not half way: that would be a rhombus.</summary>
    private static (int X, int Y)[] Kite(SeededRandom random)
    {
        var (near, far) = (random.Between(1, 5), random.Between(6, 10));
        if (random.Below(2) == 0) (near, far) = (far, near);
        var wide = random.Between(1, 8);
        var (along, across) = (random.Between(near, Side - far), random.Between(wide, Side - wide));
        (int X, int Y)[] corners = [(across, along - near), (across + wide, along), (across, along + far), (across - wide, along)];
        return random.Below(2) == 0 ? corners : [.. corners.Select(corner => (corner.Y, corner.X))];
    }

    /// <summary>Two parallel sides of different lengths, upright or level.</summary>
    private static (int X, int Y)[] Trapezoid(SeededRandom random)
    {
        var (top, bottom) = (random.Between(2, 6), random.Between(7, 12));
        var high = random.Between(3, 12);
        var (x, y) = (random.Between(0, Side - bottom), random.Between(0, Side - high));
        var left = random.Between(0, Side - top);
        (int X, int Y)[] corners = [(left, y), (left + top, y), (x + bottom, y + high), (x, y + high)];
        return random.Below(2) == 0 ? corners : [.. corners.Select(corner => (corner.Y, corner.X))];
    }

    /// <summary>Points near a circle, drawn until no three in a row stand on a line.</summary>
    private static (int X, int Y)[] Polygon(int corners, SeededRandom random)
    {
        while (true)
        {
            // In the order of the table, which goes round the circle.
            var quarter = random.Pick(Quarters);
            var round = Enumerable.Range(0, 4 * quarter.Length).ToArray();
            var center = random.Between(quarter[0].X, Side - quarter[0].X);
            var points = random.Sample(round, corners).Order().Select(at => OnCircle(quarter, at, center)).ToArray();
            if (points.Select((point, i) => Turn(point, points[(i + 1) % corners], points[(i + 2) % corners])).Min() > 0) return points;
        }
    }

    private static (int X, int Y) OnCircle((int X, int Y)[] quarter, int at, int center)
    {
        var (x, y) = quarter[at % quarter.Length];
        for (var turn = 0; turn < at / quarter.Length; turn++) (x, y) = (-y, x);
        return (center + x, center + y);
    }

    /// <summary>The path around the corners from any of them, either way.</summary>
    private static string Closed((int X, int Y)[] corners, SeededRandom random)
    {
        var start = random.Below(corners.Length);
        var step = random.Below(2) == 0 ? 1 : corners.Length - 1;
        var path = Enumerable.Range(0, corners.Length + 1).Select(i => corners[(start + (i * step)) % corners.Length]);
        return "M " + string.Join(" L ", path.Select(corner => $"{corner.X},{corner.Y}"));
    }

    private static int Turn((int X, int Y) a, (int X, int Y) b, (int X, int Y) c) =>
        ((b.X - a.X) * (c.Y - b.Y)) - ((b.Y - a.Y) * (c.X - b.X));

    private static bool IsInside((int X, int Y) point) => point.X is >= 0 and <= Side && point.Y is >= 0 and <= Side;
}
