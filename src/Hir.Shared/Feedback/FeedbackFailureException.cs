namespace Hir.Shared.Feedback;

/// <summary>Too many outputs got no score, so that what is left would not be what the user asked for.</summary>
public sealed class FeedbackFailureException : Exception
{
    /// <summary>Creates it.</summary>
    public FeedbackFailureException(string message) : base(message)
    {
    }
}
