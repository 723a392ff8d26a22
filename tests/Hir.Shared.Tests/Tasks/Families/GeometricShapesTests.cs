using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tasks.Families;

namespace Hir.Shared.Tests.Tasks.Families;

public sealed class GeometricShapesTests
{
    private static readonly string[] ByCorners = ["", "", "line", "triangle", "", "pentagon", "hexagon", "heptagon", "octagon"];

    [Fact]
    public void Generate_AnySeed_TargetIsTheShapeByItsSidesAndAngles() => Prop.ForAll<long>(seed =>
    {
        foreach (var example in TaskFamilies.Find("geometric_shapes")!.Generate(30, seed))
        {
            var shape = Shape(Regex.Match(example.Query, "d=\"([^\"]+)\"").Groups[1].Value);
            Assert.Contains($"{example.Target} {shape}", example.Query.Split('\n'));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void DefaultExamples_OfTheFamily_HaveEveryShapeAboutEquallyOften()
    {
        var counts = TaskFamilies.Find("geometric_shapes")!.DefaultExamples
            .CountBy(example => example.Query.Split('\n').Single(line => line.StartsWith(example.Target!, StringComparison.Ordinal))[4..])
            .ToDictionary();
        Assert.Equal(12, counts.Count);

        // 6,000 examples; the few different lines, circles and ellipses run out of new ones a little.
        Assert.All(counts, pair => Assert.InRange(pair.Value, 300, 700));
    }

    [Theory]
    [InlineData("M 0,0 L 4,0 L 4,2 L 0,2 L 0,0", "rectangle")]
    [InlineData("M 0,0 L 3,0 L 3,3 L 0,3 L 0,0", "(several)")]
    [InlineData("M 0,0 L 3,1 L 3,0 L 0,0", "triangle")]
    [InlineData("M 0,0 L 3,1 M 3,1 L 3,0 L 0,0", "triangle")]
    [InlineData("M 0,0 L 3,1 L 3,0", "(none)")]
    [InlineData("M 0,0 L 4,0 L 4,2 L 1,2 L 0,0", "trapezoid")]
    [InlineData("M 0,0 L 2,1 L 5,0 L 2,-1 L 0,0", "kite")]
    [InlineData("M 0,0 C 1,1 2,2 3,3", "(none)")]
    public void Check_OfHandDrawnPaths_NamesTheShape(string path, string shape)
    {
        string[] names = ["rectangle", "triangle", "trapezoid", "kite", "line"];
        var options = names.Select((name, i) => $"({(char)('A' + i)}) {name}");
        var query = $"<path d=\"{path}\"/> draws a\nOptions:\n{string.Join('\n', options)}";
        var at = Array.IndexOf(names, shape);
        Assert.Equal(
            at < 0 ? TargetCheck.NotCovered : TargetCheck.Proved,
            TaskFamilies.Find("geometric_shapes")!.Check(query, $"({(char)('A' + at)})"));
    }

    /// <summary>By angles and side lengths in whole numbers, where the checker looks at diagonals.</summary>
    private static string Shape(string path)
    {
        if (path.Contains('A'))
        {
            var radii = Regex.Match(path, @"A (\d+),(\d+)");
            if (path.Contains('L')) return IsSector(path) ? "sector" : "nothing";
            return radii.Groups[1].Value == radii.Groups[2].Value ? "circle" : "ellipse";
        }

        var points = Points(path);
        if (points.Count == 2) return "line";
        Assert.Equal(points[0], points[^1]);
        points.RemoveAt(points.Count - 1);
        var next = points.Skip(1).Append(points[0]);
        var sides = points.Zip(next, (from, to) => (X: to.X - from.X, Y: to.Y - from.Y)).ToArray();

        // Every corner turns the same way, and none is straight.
        var turns = sides.Select((side, i) => Math.Sign(Cross(side, sides[(i + 1) % sides.Length]))).Distinct().ToArray();
        Assert.True(turns is [not 0], path);
        if (sides.Length != 4) return ByCorners[sides.Length];
        if (sides.Select((side, i) => Dot(side, sides[(i + 1) % 4])).All(dot => dot == 0)) return "rectangle";
        int[] lengths = [.. sides.Select(side => (side.X * side.X) + (side.Y * side.Y))];
        if ((lengths[0] == lengths[1] && lengths[2] == lengths[3]) || (lengths[1] == lengths[2] && lengths[3] == lengths[0])) return "kite";
        return Cross(sides[0], sides[2]) == 0 ^ Cross(sides[1], sides[3]) == 0 ? "trapezoid" : "nothing";
    }

    private static bool IsSector(string path)
    {
        // From one end over the center to the other end, and back along the arc.
        var points = Points(path);
        var (center, radius) = (points[1], int.Parse(Regex.Match(path, @"A (\d+),").Groups[1].Value, CultureInfo.InvariantCulture));
        return Distance(points[0]) == radius * radius && Distance(points[2]) == radius * radius
            && path.EndsWith($" {points[0].X},{points[0].Y}", StringComparison.Ordinal);

        int Distance((int X, int Y) p) => ((p.X - center.X) * (p.X - center.X)) + ((p.Y - center.Y) * (p.Y - center.Y));
    }

    private static List<(int X, int Y)> Points(string path) =>
        [.. Regex.Matches(path, @"[ML] (-?\d+),(-?\d+)").Select(m => (Number(m.Groups[1].Value), Number(m.Groups[2].Value)))];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static int Dot((int X, int Y) one, (int X, int Y) other) => (one.X * other.X) + (one.Y * other.Y);

    private static int Cross((int X, int Y) one, (int X, int Y) other) => (one.X * other.Y) - (one.Y * other.X);
}
