namespace Hir.Learner.Training;

/// <summary>Training cannot go on: the loss or the gradient is no number. The weights are those before the step.</summary>
/// <param name="message">Which step, which term, and what to change.</param>
public sealed class TrainingFailedException(string message) : Exception(message);
