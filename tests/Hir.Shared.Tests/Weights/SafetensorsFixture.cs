using System.Buffers.Binary;
using System.Text;

namespace Hir.Shared.Tests.Weights;

/// <summary>Writes safetensors files by hand, right and wrong ones.</summary>
internal static class SafetensorsFixture
{
    public static byte[] Bytes(string header, int dataLength, long? declaredHeaderLength = null)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(file, declaredHeaderLength ?? json.Length);
        json.CopyTo(file, 8);
        for (int i = 0; i < dataLength; i++) file[8 + json.Length + i] = (byte)i;
        return file;
    }

    public static string Entry(string name, string dtype, string shape, string offsets) =>
        $$"""
        "{{name}}":{"dtype":"{{dtype}}","shape":{{shape}},"data_offsets":{{offsets}}}
        """;
}
