using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Hir.Shared.Handoff;

/// <summary>
/// A new file that is written from its beginning to its end and hashed on the way. Large pieces are hashed on another thread while they are
/// written, so that hashing costs little time of its own.
/// </summary>
public sealed class HashedFileStream : Stream
{
    private const int BufferSize = 1 << 16;
    private const int ParallelFrom = 1 << 19;
    private const int PieceSize = 1 << 24;

    private readonly string _path;
    private readonly string _name;
    private readonly Action<FileDigest>? _completed;
    private readonly bool _sync;
    private readonly SafeFileHandle _handle;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _buffered;
    private long _written;
    private bool _closed;

    /// <summary>Creates the file; it must not exist.</summary>
    /// <param name="path">Where it is written.</param>
    /// <param name="name">The name that its digest records.</param>
    /// <param name="completed">Called once with the digest when the file is written; null for nobody.</param>
    /// <param name="sync">Whether closing forces the file to the disk.</param>
    /// <exception cref="IOException">It exists, or cannot be created.</exception>
    internal HashedFileStream(string path, string name, Action<FileDigest>? completed, bool sync)
    {
        _sync = sync;
        _path = path;
        _name = name;
        _completed = completed;
        _handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>The digest, once the stream is closed.</summary>
    /// <exception cref="InvalidOperationException">The stream is still open, or writing failed.</exception>
    public FileDigest Digest
    {
        get => field ?? throw new InvalidOperationException($"{_path} has no digest before it is closed.");
        private set;
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => !_closed;

    /// <inheritdoc/>
    public override long Length => _written + _buffered;

    /// <inheritdoc/>
    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException("The file is written in order.");
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (bytes.Length <= BufferSize - _buffered)
        {
            bytes.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += bytes.Length;
            return;
        }

        Flush();
        for (int start = 0; start < bytes.Length; start += PieceSize)
        {
            WriteThrough(bytes.Slice(start, Math.Min(PieceSize, bytes.Length - start)));
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Hands what is buffered to the operating system (which may keep it in memory).</summary>
    public override void Flush()
    {
        int count = _buffered;
        _buffered = 0;
        if (count > 0) WriteThrough(_buffer.AsSpan(0, count));
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The file is only written.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The file is written in order.");

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("The file is written in order.");

    /// <summary>Writes what is left and closes the file.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            try
            {
                Flush();
                if (_sync) RandomAccess.FlushToDisk(_handle);
                Digest = new FileDigest(_name, _written, Convert.ToHexStringLower(_hash.GetHashAndReset()));
            }
            finally
            {
                _closed = true;
                _handle.Dispose();
                _hash.Dispose();
            }

            _completed?.Invoke(Digest);
        }

        base.Dispose(disposing);
    }

    private unsafe void WriteThrough(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ParallelFrom)
        {
            _hash.AppendData(bytes);
            WriteToFile(bytes);
            return;
        }

        fixed (byte* start = bytes)
        {
            // The task ends before the memory is released: it is waited for even where writing throws.
            nint address = (nint)start;
            int length = bytes.Length;
            Task hashing = Task.Run(() => _hash.AppendData(new ReadOnlySpan<byte>((byte*)address, length)));
            try
            {
                WriteToFile(bytes);
            }
            finally
            {
                hashing.GetAwaiter().GetResult();
            }
        }
    }

    private void WriteToFile(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, _written);
        }
        catch (IOException e) when (FreeSpace.IsExhausted(e))
        {
            throw FreeSpace.Exhausted(_path, e);
        }

        _written += bytes.Length;
    }
}
