using Hir.Shared.Prompts;

namespace Hir.Shared.Tests.Prompts;

public sealed class PromptTemplateTests
{
    [Fact]
    public void Render_Default_PutsInstructionAboveQuery() =>
        Assert.Equal("Do it.\nWhat?", PromptTemplate.Default.Render("Do it.", "What?"));

    [Fact]
    public void Render_QueryFirst_KeepsTheTemplatesOrder() =>
        Assert.Equal("Q: What? | Do it.!", new PromptTemplate("Q: {query} | {instruction}!").Render("Do it.", "What?"));

    [Fact]
    public void Render_TextsThatHoldSlots_AreNotFilledAgain() =>
        Assert.Equal("{query}\n{instruction}", PromptTemplate.Default.Render("{query}", "{instruction}"));

    [Fact]
    public void Render_TrimmedPart_LosesItsOuterWhiteSpaceOnly() =>
        Assert.Equal(
            "< Do it.\n\nWhat? >", new PromptTemplate("< {trim}{instruction}\n{query}{/trim} >").Render("\t Do it.\n", "What?\n "));

    [Fact]
    public void Render_TextsThatHoldTrimMarks_AreLeftAsTheyStand() =>
        Assert.Equal("[{/trim} {trim}]", new PromptTemplate("[{trim}{query} {instruction}{/trim}]").Render("{trim}", "{/trim}"));

    [Theory]
    [InlineData("{query}", 1)]
    [InlineData("nothing", 2)]
    [InlineData("{instruction} {query} {query}", 1)]
    [InlineData("{trim}{instruction} {query}", 1)]
    [InlineData("{/trim}{instruction} {query}{trim}", 1)]
    [InlineData("{instruction} {trim}{query}{/trim}", 1)]
    public void Constructor_SlotMissingOrTwice_NamesEachSlot(string text, int problems) =>
        Assert.Equal(problems, Assert.Throws<InputException>(() => new PromptTemplate(text)).Problems.Count);
}
