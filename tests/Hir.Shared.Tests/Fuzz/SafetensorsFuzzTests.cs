using Hir.Shared.Weights;
using Hir.Testing;
using Hir.Testing.Fuzz;

namespace Hir.Shared.Tests.Fuzz;

public sealed class SafetensorsFuzzTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void SafetensorsFile_MutatedFiles_AreReadOrRefused()
    {
        byte[][] seeds =
            [Written([new("a", WeightDtype.F32, [2, 3]), new("b", WeightDtype.BF16, []), new("empty", WeightDtype.F16, [0, 4])]),
            Written([new("model.layers.0.weight", WeightDtype.F64, [1, 1, 2])])];
        string path = _temp.File("model.safetensors");
        new FuzzTarget
        {
            Reader = nameof(SafetensorsFile),
            Seeds = seeds,
            Mutations = [.. Mutations.Binary, .. Mutations.Json, InHeader(Mutations.Json), InHeader(Mutations.Json)],
            IsClear = FuzzSeeds.IsInput,
            Read = bytes =>
            {
                File.WriteAllBytes(path, bytes);
                using SafetensorsFile file = SafetensorsFile.Open(path);
                long sum = 0;
                foreach (SafetensorsEntry entry in file.Ordered)
                {
                    // Every byte is touched: one outside the file would end the process.
                    foreach (byte value in file.Bytes(entry.Name)) sum += value;
                    if (entry.Dtype.IsConvertibleFloat()) file.CopyAsFloat32(entry.Name, new float[entry.Count]);
                }

                Assert.InRange(sum, 0, 255L * bytes.Length);
            },
        }.Run();
    }

    /// <summary>Changes the JSON and sets its length right, so that what lies behind the length is reached.</summary>
    private static Mutation InHeader(IReadOnlyList<Mutation> mutations) => (random, input, other) =>
    {
        if (input.Length < 10 || BitConverter.ToUInt64(input) > (ulong)(input.Length - 8)) return input;
        int length = (int)BitConverter.ToUInt64(input);
        byte[] header = mutations[random.Next(mutations.Count)](random, input[8..(8 + length)], other);
        return [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. input.AsSpan(8 + length)];
    };

    private static byte[] Written(SafetensorsDeclaration[] tensors)
    {
        using MemoryStream stream = new();
        SafetensorsWriter writer = new(stream, tensors);
        foreach (SafetensorsDeclaration tensor in tensors) writer.Write(tensor.Name, new byte[tensor.Length]);
        writer.Complete();
        return stream.ToArray();
    }
}
