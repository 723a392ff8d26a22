using Hir.Learner.Objectives;
using static TorchSharp.torch;

namespace Hir.Learner.Tests.Objectives;

/// <summary>Each term against values worked out on paper and against the slope of itself, in float64.</summary>
public class PolicyTermsTests
{
    private static readonly double[] Logprobs = [-1, -1, -1, -1, -2];
    private static readonly double[] Sampled = [-1, -1.5, -0.5, -1.5, -1.9];
    private static readonly double[] Advantage = [2, 1, 1, -1, -3];

    [Fact]
    public void Clipped_RatiosInsideAboveAndBelow_IsTheSmallerSurrogate()
    {
        // rho = 1, e^.5 = 1.6487, e^-.5 = .6065, e^.5, e^-.1 = .9048; clip .2.
        double[] expected = [-2, -1.2, -0.60653066, 1.64872127, 3 * 0.90483742];

        double[] actual = Numbers(PolicyTerms.Clipped(Vector(Logprobs), Vector(Sampled), Vector(Advantage), 0.2));

        Near(expected, actual, 1e-8);
        Assert.Equal([0, 1, 0, 0, 0], Numbers(PolicyTerms.IsClipped(Vector(Logprobs), Vector(Sampled), Vector(Advantage), 0.2)));
        Assert.Equal([1.0], Numbers(PolicyTerms.IsClipped(Vector([-2]), Vector([-1]), Vector([-1]), 0.2)));
    }

    [Fact]
    public void Clipped_Gradient_IsZeroWhereClippedAndTheSlopeElsewhere()
    {
        double[] gradient = Gradient(Logprobs, l => PolicyTerms.Clipped(l, Vector(Sampled), Vector(Advantage), 0.2));

        Assert.Equal(0, gradient[1]);
        Near(Slopes(Logprobs, l => PolicyTerms.Clipped(l, Vector(Sampled), Vector(Advantage), 0.2)), gradient, 1e-6);
    }

    [Fact]
    public void Divergence_EqualModels_IsZeroAndElsewhereTheEstimator()
    {
        // a - l = 0, 1, -1: 0, e - 2, e^-1.
        Near([0, Math.E - 2, 1 / Math.E], Numbers(PolicyTerms.Divergence(Vector([-1, -2, -1]), Vector([-1, -1, -2]))), 1e-12);
        double[] at = [-1, -2, -1];
        Near(
            Slopes(at, l => PolicyTerms.Divergence(l, Vector([-1, -1, -2]))),
            Gradient(at, l => PolicyTerms.Divergence(l, Vector([-1, -1, -2]))), 1e-6);
    }

    [Fact]
    public void Divergence_OverAllTokens_IsTheDivergenceInExpectation()
    {
        double[] model = [0.7, 0.2, 0.1];
        double[] start = [0.3, 0.3, 0.4];
        double[] k3 = Numbers(PolicyTerms.Divergence(Vector([.. model.Select(p => Math.Log(p))]), Vector([.. start.Select(p => Math.Log(p))])));

        Assert.Equal(model.Zip(start).Sum(p => p.First * Math.Log(p.First / p.Second)), model.Zip(k3).Sum(p => p.First * p.Second), 1e-12);
    }

    [Fact]
    public void ValueLoss_ValuesThatMovedFar_TakesTheLargerSquare()
    {
        // V0 = .5, clip .2, G = 1: V = .6 is inside; V = .9 counts as .7; V = 0 counts as itself, since .3 is nearer.
        double[] values = [0.6, 0.9, 0];
        Tensor Loss(Tensor v) => PolicyTerms.ValueLoss(v, Vector([0.5, 0.5, 0.5]), Vector([1, 1, 1]), 0.2);

        Near([0.08, 0.045, 0.5], Numbers(Loss(Vector(values))), 1e-12);
        Near(Slopes(values, Loss), Gradient(values, Loss), 1e-6);
        Assert.Equal(0, Gradient(values, Loss)[1]);
    }

    private static double[] Gradient(double[] at, Func<Tensor, Tensor> term)
    {
        Tensor x = Vector(at).requires_grad_();
        term(x).sum().backward();
        return Numbers(x.grad!);
    }

    private static double[] Slopes(double[] at, Func<Tensor, Tensor> term) => [.. at.Select((_, i) =>
    {
        const double Step = 1e-6;
        double At(double move)
        {
            double[] moved = [.. at];
            moved[i] += move;
            return Numbers(term(Vector(moved)))[i];
        }

        return (At(Step) - At(-Step)) / (2 * Step);
    })];

    private static Tensor Vector(double[] values) => tensor(values, ScalarType.Float64);

    private static double[] Numbers(Tensor vector) => vector.data<double>().ToArray();

    private static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
