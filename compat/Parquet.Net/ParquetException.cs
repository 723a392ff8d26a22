namespace Parquet;

/// <summary>A file breaks the format's rules, or lacks what was asked of it.</summary>
public class ParquetException : Exception
{
    public ParquetException()
    {
    }

    public ParquetException(string message) : base(message)
    {
    }

    public ParquetException(string message, Exception inner) : base(message, inner)
    {
    }
}
