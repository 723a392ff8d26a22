using System.Text;

namespace Hir.Shared.Tokenization.Decoders;

/// <summary>A sink that has to see each token whole.</summary>
internal abstract class WholeTokenSink(ITokenSink next) : ITokenSink
{
    private readonly StringBuilder _token = new();

    /// <summary>Where decoded tokens go.</summary>
    protected ITokenSink Next { get; } = next;

    public void Write(ReadOnlySpan<char> part) => _token.Append(part);

    public void EndToken()
    {
        string token = _token.ToString();
        _token.Clear();
        Take(token);
    }

    public void End()
    {
        Finish();
        Next.End();
    }

    /// <summary>Takes a token.</summary>
    protected abstract void Take(string token);

    /// <summary>Writes what was held back.</summary>
    protected virtual void Finish()
    {
    }

    /// <summary>Passes a token on.</summary>
    protected void Pass(ReadOnlySpan<char> token)
    {
        Next.Write(token);
        Next.EndToken();
    }
}
