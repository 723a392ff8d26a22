using System.Text;
using Hir.Shared.Tokenization.Bytes;

namespace Hir.Shared.Tokenization.Decoders;

/// <summary>
/// Turns the characters of a byte-level vocabulary back into bytes, and those into text: one token in all. A token with any other
/// character stands for its own UTF-8 bytes. What is no UTF-8 becomes U+FFFD.
/// </summary>
internal sealed class ByteLevelDecoder : IDecoder
{
    public ITokenSink Over(ITokenSink next) => new Sink(next);

    private sealed class Sink(ITokenSink next) : WholeTokenSink(next)
    {
        private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();

        protected override void Take(string token) => Write(BytesOf(token), flush: false);

        protected override void Finish()
        {
            Write([], flush: true);
            Next.EndToken();
        }

        private void Write(ReadOnlySpan<byte> bytes, bool flush)
        {
            Span<char> room = new char[bytes.Length + 2]; // what was held back becomes at most two units
            Next.Write(room[.._utf8.GetChars(bytes, room, flush)]);
        }

        private static byte[] BytesOf(string token)
        {
            byte[] bytes = new byte[token.Length];
            for (int i = 0; i < token.Length; i++)
            {
                int value = ByteAlphabet.ByteOf(token[i]);
                if (value < 0) return Encoding.UTF8.GetBytes(token);
                bytes[i] = (byte)value;
            }

            return bytes;
        }
    }
}
