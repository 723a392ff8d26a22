namespace Hir.Shared.Protobuf;

/// <summary>How a field's value is written.</summary>
internal enum WireType
{
    Varint = 0,
    EightBytes = 1,
    Length = 2,
    FourBytes = 5,
}
