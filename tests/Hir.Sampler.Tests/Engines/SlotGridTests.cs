using FsCheck;
using FsCheck.Fluent;
using Hir.Sampler.Engines;

namespace Hir.Sampler.Tests.Engines;

public sealed class SlotGridTests
{
    [Fact]
    public void Place_OnePrompt_FillsItsGroupBeforeTheNext()
    {
        SlotGrid grid = new();
        grid.Reset(2);
        Assert.Equal(0, grid.Place(10, prompt: 1, out bool first));
        Assert.Equal(1, grid.Place(11, prompt: 1, out bool second));
        Assert.Equal(2, grid.Place(12, prompt: 2, out bool third));
        Assert.Equal(4, grid.Place(13, prompt: 1, out bool fourth));
        Assert.Equal([true, false, true, true], [first, second, third, fourth]);
        Assert.Equal(6, grid.Rows);
    }

    [Fact]
    public void Place_AfterRemove_TakesTheHoleOfItsPromptElseAnEmptyGroup()
    {
        SlotGrid grid = new();
        grid.Reset(2);
        foreach (int sequence in (int[])[0, 1, 2, 3, 4, 5]) grid.Place(sequence, sequence / 2, out _);
        grid.Remove(0);
        Assert.Equal(0, grid.Place(6, prompt: 0, out bool entersHole));
        Assert.False(entersHole);

        grid.Remove(2);
        grid.Remove(3);
        Assert.Equal(3, grid.Groups);
        Assert.Equal(2, grid.Place(7, prompt: 9, out bool entersEmpty));
        Assert.True(entersEmpty);
        Assert.Equal(9, grid.PromptOf(1));
    }

    [Fact]
    public void Remove_LastOfTheLastGroups_TakesThemAway()
    {
        SlotGrid grid = new();
        grid.Reset(1);
        foreach (int sequence in (int[])[0, 1, 2]) grid.Place(sequence, sequence, out _);
        grid.Remove(1);
        Assert.Equal(3, grid.Groups);
        grid.Remove(2);
        Assert.Equal(1, grid.Groups);
    }

    [Fact]
    public void Remove_Hole_IsRefused()
    {
        SlotGrid grid = new();
        grid.Reset(2);
        grid.Place(0, 0, out _);
        Assert.Throws<InvalidOperationException>(() => grid.Remove(1));
    }

    [Fact]
    public void PlaceAndRemove_AnyOrder_KeepSequencesApartAndGroupsOfOnePrompt()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<PositiveInt>(), (choices, samples) =>
        {
            SlotGrid grid = new();
            grid.Reset(1 + samples.Get % 4);
            Dictionary<int, (int Row, int Prompt)> open = [];
            int next = 0;
            foreach (int choice in choices)
            {
                if (choice % 3 != 0 || open.Count == 0)
                {
                    int prompt = Math.Abs(choice % 5);
                    open.Add(next, (grid.Place(next, prompt, out _), prompt));
                    next++;
                }
                else
                {
                    int victim = open.Keys.ElementAt(Math.Abs(choice / 3) % open.Count);
                    grid.Remove(open[victim].Row);
                    open.Remove(victim);
                }

                Assert.Equal(open.Count, open.Values.Select(o => o.Row).Distinct().Count());
                foreach ((int sequence, (int row, int prompt)) in open)
                {
                    Assert.Equal(sequence, grid.SequenceIn(row));
                    Assert.Equal(prompt, grid.PromptOf(row / grid.Samples));
                }

                Assert.Equal(grid.Groups * grid.Samples, grid.Rows);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }
}
