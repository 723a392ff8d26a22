using System.Buffers;
using System.Text.Unicode;
using Hir.Shared.Tokenization.Bytes;

namespace Hir.Shared.Tokenization.Decoders;

/// <summary>
/// Turns runs of byte tokens into text. A run that is no UTF-8 becomes one U+FFFD a byte, so that nothing of it is certain before it ends.
/// </summary>
internal sealed class ByteFallbackDecoder : IDecoder
{
    public ITokenSink Over(ITokenSink next) => new Sink(next);

    private sealed class Sink(ITokenSink next) : WholeTokenSink(next)
    {
        private readonly List<byte> _run = [];

        protected override void Take(string token)
        {
            if (ByteTokens.TryParse(token, out byte value))
            {
                _run.Add(value);
                return;
            }

            Finish();
            Pass(token);
        }

        protected override void Finish()
        {
            if (_run.Count == 0) return;
            byte[] bytes = [.. _run];
            _run.Clear();
            char[] room = new char[bytes.Length];
            if (Utf8.ToUtf16(bytes, room, out _, out int written, replaceInvalidSequences: false) == OperationStatus.Done)
            {
                Pass(room.AsSpan(0, written));
                return;
            }

            foreach (byte _ in bytes) Pass("\uFFFD");
        }
    }
}
