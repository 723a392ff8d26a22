using Hir.Shared.Protobuf;

namespace Hir.Shared.Tokenization.SentencePiece;

/// <summary>What a piece of a SentencePiece model is; the numbers are the file format's.</summary>
internal enum PieceType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}

/// <summary>
/// A SentencePiece model as its file holds it, with the format's defaults. Field numbers are those of sentencepiece_model.proto. As
/// protobuf has it, fields come in any order, of one that comes twice the last counts, and what is unknown is passed over, a known number
/// with a value of another kind included.
/// </summary>
internal sealed record SentencePieceProto
{
    public List<(string Piece, float Score, PieceType Type)> Pieces { get; } = [];

    /// <summary>1 is Unigram, 2 BPE, 3 words, 4 characters.</summary>
    public long ModelType { get; private set; } = 1;

    public bool TreatWhitespaceAsSuffix { get; private set; }

    public bool ByteFallback { get; private set; }

    /// <summary>The beginning token's id, or -1 for none.</summary>
    public int BeginId { get; private set; } = 1;

    /// <summary>The end token's id, or -1 for none.</summary>
    public int EndId { get; private set; } = 2;

    public byte[] Charsmap { get; private set; } = [];

    public bool AddDummyPrefix { get; private set; } = true;

    public bool RemoveExtraWhitespaces { get; private set; } = true;

    /// <exception cref="FormatException">The bytes are no such model.</exception>
    public static SentencePieceProto Parse(ReadOnlySpan<byte> file)
    {
        SentencePieceProto model = new();
        ProtobufReader reader = new(file);
        while (reader.Next())
        {
            switch (reader.Field, reader.Type)
            {
                case (1, WireType.Length):
                    model.AddPiece(new ProtobufReader(reader.Bytes));
                    break;
                case (2, WireType.Length):
                    model.ReadTrainerSpec(new ProtobufReader(reader.Bytes));
                    break;
                case (3, WireType.Length):
                    model.ReadNormalizerSpec(new ProtobufReader(reader.Bytes));
                    break;
            }
        }

        return model;
    }

    private void AddPiece(ProtobufReader reader)
    {
        (string Piece, float Score, PieceType Type) piece = ("", 0, PieceType.Normal);
        while (reader.Next())
        {
            switch (reader.Field, reader.Type)
            {
                case (1, WireType.Length):
                    piece.Piece = reader.Text;
                    break;
                case (2, WireType.FourBytes):
                    piece.Score = reader.Float;
                    break;
                case (3, WireType.Varint):
                    piece.Type = (PieceType)reader.Number;
                    break;
            }
        }

        Pieces.Add(piece);
    }

    private void ReadTrainerSpec(ProtobufReader reader)
    {
        while (reader.Next())
        {
            if (reader.Type != WireType.Varint) continue;
            if (reader.Field == 3) ModelType = reader.Number;
            if (reader.Field == 24) TreatWhitespaceAsSuffix = reader.Number != 0;
            if (reader.Field == 35) ByteFallback = reader.Number != 0;
            if (reader.Field == 41) BeginId = (int)reader.Number;
            if (reader.Field == 42) EndId = (int)reader.Number;
        }
    }

    private void ReadNormalizerSpec(ProtobufReader reader)
    {
        while (reader.Next())
        {
            if (reader is { Field: 2, Type: WireType.Length }) Charsmap = reader.Bytes.ToArray();
            if (reader is { Field: 3, Type: WireType.Varint }) AddDummyPrefix = reader.Number != 0;
            if (reader is { Field: 4, Type: WireType.Varint }) RemoveExtraWhitespaces = reader.Number != 0;
        }
    }
}
