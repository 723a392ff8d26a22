namespace Hir.Shared.Tests;

public sealed class UnknownNameTests
{
    private static readonly string[] Known = ["word_sorting", "object_counting", "tracking_3"];

    [Theory]
    [InlineData("word_sortin", "word_sorting")]
    [InlineData("WORD_SORTING", "word_sorting")]
    [InlineData("counting", "object_counting")]
    [InlineData("tracking_4", "tracking_3")]
    [InlineData("geometry", null)]
    [InlineData("", null)]
    public void Nearest_Name_IsTheOneProbablyMeant(string name, string? expected) => Assert.Equal(expected, UnknownName.Nearest(name, Known));
}
