using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Weights;
using Hir.Testing;
using static Hir.Shared.Tests.Weights.SafetensorsFixture;

namespace Hir.Shared.Tests.Weights;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Open_HandWrittenFile_GivesShapesOffsetsAndBytes()
    {
        string header = $$"""{"__metadata__":{"format":"pt"},{{Entry("b", "I64", "[]", "[6,14]")}},{{Entry("a", "F16", "[1,3]", "[0,6]")}},{{Entry("e", "F32", "[0,4]", "[14,14]")}}}   """;
        string path = Write(Bytes(header, 14));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(["a", "b", "e"], file.Ordered.Select(entry => entry.Name));
        Assert.Equal("pt", file.Metadata["format"]);
        SafetensorsEntry b = file.Tensors["b"];
        Assert.Equal((WeightDtype.I64, 8L + header.Length + 6, 8L, 1L), (b.Dtype, b.Offset, b.Length, b.Count));
        Assert.Equal([6, 7, 8, 9, 10, 11, 12, 13], file.Bytes("b").ToArray());
        Assert.Equal([7, 8], file.Bytes(b, 1, 2).ToArray());
        Assert.Empty(file.Bytes("e").ToArray());
        Assert.Throws<InvalidOperationException>(() => { file.Bytes(b, 7, 2); });
        Assert.Throws<InputException>(() => { file.Bytes("c"); });
        InputException e = Assert.Throws<InputException>(() => file.CopyAsFloat32("b", new float[1]));
        Assert.Contains("I64", e.Message, StringComparison.Ordinal);
    }

    public static readonly TheoryData<string, string, int, string> Wrong = new()
    {
        { "not JSON", "hello world", 4, "not the JSON" },
        { "a list", "[1,2,3,4]", 4, "not the JSON" },
        { "text after the object", Header(Entry("a", "F32", "[1]", "[0,4]")) + "x", 4, "not the JSON" },
        { "cut off JSON", Header(Entry("a", "F32", "[1]", "[0,4]"))[..^1], 4, "not the JSON" },
        { "two of a name", Header(Entry("a", "F32", "[1]", "[0,4]"), Entry("a", "F32", "[1]", "[4,8]")), 8, "'a' occurs twice" },
        { "overlap", Header(Entry("a", "F32", "[2]", "[0,8]"), Entry("b", "F32", "[1]", "[4,8]")), 8, "'b' overlaps tensor 'a' by 4" },
        { "same range", Header(Entry("a", "F32", "[1]", "[0,4]"), Entry("b", "F32", "[1]", "[0,4]")), 4, "overlaps" },
        { "gap", Header(Entry("a", "F32", "[1]", "[0,4]"), Entry("b", "F32", "[1]", "[8,12]")), 12, "4 bytes between tensor 'a' and tensor 'b'" },
        { "gap at the beginning", Header(Entry("a", "F32", "[1]", "[4,8]")), 8, "4 bytes between the header and tensor 'a'" },
        { "bytes at the end", Header(Entry("a", "F32", "[1]", "[0,4]")), 6, "2 bytes after tensor 'a'" },
        { "cut off data", Header(Entry("a", "F32", "[2]", "[0,8]")), 7, "'a': its data ends at 8, and the file holds 7" },
        { "too short for the shape", Header(Entry("a", "F32", "[3]", "[0,8]")), 8, "'a': shape [3] of F32 needs 12 bytes, and its data has 8" },
        { "backwards", Header(Entry("a", "F32", "[1]", "[4,0]")), 4, "'a': its data ends at 0" },
        { "negative offset", Header(Entry("a", "F32", "[1]", "[-4,0]")), 4, "whole number" },
        { "negative dimension", Header(Entry("a", "F32", "[-1]", "[0,4]")), 4, "whole number" },
        { "fraction", Header(Entry("a", "F32", "[1.5]", "[0,4]")), 4, "whole number" },
        { "huge number", Header(Entry("a", "F32", "[1]", "[0,99999999999999999999999]")), 4, "whole number" },
        { "product overflows", Header(Entry("a", "F32", "[4611686018427387904,4,4611686018427387904]", "[0,0]")), 0, "too large" },
        { "unknown type", Header(Entry("a", "F33", "[1]", "[0,4]")), 4, "'a': dtype 'F33' is unknown" },
        { "number as type", Header(Entry("a", "0", "[1]", "[0,4]")), 4, "dtype '0' is unknown" },
        { "no offsets", """{"a":{"dtype":"F32","shape":[1]}}""", 4, "'a': dtype, shape or data_offsets is missing" },
        { "three offsets", Header(Entry("a", "F32", "[1]", "[0,2,4]")), 4, "3 numbers" },
        { "entry is a number", """{"a":5}""", 4, "not the JSON" },
        { "no tensors but data", "{}", 4, "4 bytes after the header" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Open_WrongHeader_NamesFileAndFault(string what, string header, int dataLength, string expected)
    {
        string path = Write(Bytes(header, dataLength));
        InputException e = Assert.Throws<InputException>(() => SafetensorsFile.Open(path));
        Assert.True(e.Message.Contains(expected, StringComparison.Ordinal), $"{what}: {e.Message}");
        Assert.All(e.Problems, problem => Assert.StartsWith(path, problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    [InlineData(100_000_001L)]
    [InlineData(3_000_000L)]
    public void Open_HeaderLengthBeyondTheFile_SaysSo(long declared)
    {
        InputException e = Assert.Throws<InputException>(() => SafetensorsFile.Open(Write(Bytes("{}", 0, declared))));
        Assert.Contains("header", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EmptyMissingOrFolder_IsAnInputError()
    {
        Assert.Throws<InputException>(() => SafetensorsFile.Open(Write([])));
        Assert.Throws<InputException>(() => SafetensorsFile.Open(_temp.File("none")));
        Assert.Throws<InputException>(() => SafetensorsFile.Open(_temp.Path));
    }

    [Fact]
    public void Open_SeveralFaults_NamesAll()
    {
        string header = Header(Entry("a", "F33", "[1]", "[0,4]"), Entry("b", "F32", "[2]", "[4,8]"));
        InputException e = Assert.Throws<InputException>(() => SafetensorsFile.Open(Write(Bytes(header, 8))));
        Assert.Equal(2, e.Problems.Count);
    }

    [Fact]
    public void Open_RandomCorruption_OpensSoundlyOrIsAnInputError()
    {
        byte[] sound = Bytes(Header(Entry("a", "F32", "[2,2]", "[0,16]"), Entry("b", "BF16", "[4]", "[16,24]"), Entry("c", "U8", "[3]", "[24,27]")), 27);
        Gen<(int Kind, int At, byte Value)> edit =
            from kind in Gen.Choose(0, 2)
            from at in Gen.Choose(0, sound.Length - 1)
            from value in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements("0123456789[]{},:\"-e.".Select(c => (int)c)))
            select (kind, at, (byte)value);
        Gen<List<(int Kind, int At, byte Value)>> edits = Gen.Choose(1, 4).SelectMany(n => edit.ListOf(n)).Select(list => list.ToList());
        int opened = 0;
        int refused = 0;
        Prop.ForAll(edits.ToArbitrary(), list =>
        {
            List<byte> bytes = [.. sound];
            foreach ((int kind, int at, byte value) in list)
            {
                int index = Math.Min(at, bytes.Count - 1);
                if (kind == 0) bytes[index] = value;
                else if (kind == 1) bytes.Insert(index, value);
                else if (bytes.Count > 1) bytes.RemoveAt(index);
            }

            string path = Write([.. bytes]);
            try
            {
                using SafetensorsFile file = SafetensorsFile.Open(path);
                foreach (SafetensorsEntry entry in file.Ordered)
                {
                    Assert.InRange(entry.Offset, 8, bytes.Count);
                    Assert.InRange(entry.Length, 0, bytes.Count - entry.Offset);
                    Assert.Equal(bytes.Skip((int)entry.Offset).Take((int)entry.Length), file.Bytes(entry.Name).ToArray());
                }

                Interlocked.Increment(ref opened);
            }
            catch (InputException e)
            {
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
                Interlocked.Increment(ref refused);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
        Assert.True(opened > 10 && refused > 100, $"{opened} opened, {refused} refused: the edits test nothing");
    }

    [SharedFact]
    public void Open_FileOfPyTorch_IsReadWhole()
    {
        using SafetensorsFile file = SafetensorsFile.Open(SharedFixtures.PathOf("fixtures", "models", "t5-v1.0-relu-tied", "model.safetensors"));
        Assert.Equal([96, 32], file.Tensors["shared.weight"].Shape);
        float[] values = new float[96 * 32];
        file.CopyAsFloat32("shared.weight", values);
        Assert.All(values, value => Assert.InRange(value, -100f, 100f));
        Assert.True(values.Distinct().Count() > 1000);
    }

    private static string Header(params string[] entries) => "{" + string.Join(",", entries) + "}";

    private string Write(byte[] bytes)
    {
        string path = _temp.File("model.safetensors");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
