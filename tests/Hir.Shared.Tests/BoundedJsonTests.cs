using System.Text;
using System.Text.Json;
using Hir.Testing;

namespace Hir.Shared.Tests;

public sealed class BoundedJsonTests
{
    [Theory]
    [InlineData("""{"a": 1, "a": 2}""")]
    [InlineData("""{"a": "\ud800"}""")]
    [InlineData("""{"\udc00": 1}""")]
    [InlineData("""{"a": 1} {}""")]
    [InlineData("""{"a": -1e309}""")]
    [InlineData("")]
    public void Parse_WhatReadersWouldTripOver_Throws(string json) =>
        Assert.ThrowsAny<JsonException>(() => BoundedJson.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Parse_NotUtf8_Throws() =>
        Assert.ThrowsAny<JsonException>(() => BoundedJson.Parse(new byte[] { (byte)'"', 0xC3, (byte)'"' }));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(1_000_000, false)]
    public void Parse_Nesting_EndsAtSixtyFour(int depth, bool isRead)
    {
        byte[] json = Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
        if (isRead) BoundedJson.Parse(json).Dispose();
        else Assert.ThrowsAny<JsonException>(() => BoundedJson.Parse(json));
    }

    [Fact]
    public void Parse_ByteOrderMark_IsPassedOver()
    {
        using JsonDocument document = BoundedJson.Parse(Encoding.UTF8.GetBytes("\uFEFF[1]"));
        Assert.Equal(1, document.RootElement.GetArrayLength());
    }

    [Fact]
    public void ReadBytes_LongerThanAllowed_IsRefusedBeforeMemoryIsTaken()
    {
        using TempFolder temp = new();
        using (FileStream file = File.Create(temp.File("a.json"))) file.SetLength(1L << 33);
        long before = GC.GetAllocatedBytesForCurrentThread();
        InputException e = Assert.Throws<InputException>(() => BoundedJson.ReadBytes(temp.File("a.json"), BoundedJson.LongestRecord));
        Assert.Contains("8589934592 bytes", e.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    /// <summary>A pipe has no length, and opening it would wait for ever.</summary>
    [Fact]
    public void ReadBytes_Pipe_IsRefused()
    {
        using TempFolder temp = new();
        using (System.Diagnostics.Process process = System.Diagnostics.Process.Start("mkfifo", temp.File("a.json"))) process.WaitForExit();
        Assert.Throws<InputException>(() => BoundedJson.ReadBytes(temp.File("a.json"), BoundedJson.LongestRecord));
    }

    [Fact]
    public void InputException_WhatATerminalWouldObey_IsWrittenOut()
    {
        InputException e = new(["tensor '\u001b[2J\u202e' is missing", new string('x', 100_000)]);
        Assert.Equal("tensor '\\u001b[2J\\u202e' is missing", e.Problems[0]);
        Assert.InRange(e.Message.Length, 1000, 3000);
        Assert.Equal(201, new InputException([.. Enumerable.Repeat("x", 1000)]).Problems.Count);
    }
}
