using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public interface ILearningRateController
            {
                double LearningRate { get; set; }

                double InitialLearningRate { get; set; }
            }

            public interface IBetas
            {
                (double, double) Betas { get; set; }
            }

            /// <summary>Changes parameters by their gradients, group by group.</summary>
            public abstract class Optimizer : IDisposable
            {
                private protected readonly List<ParamGroup> Groups = [];

                private protected Optimizer()
                {
                }

                public virtual IEnumerable<ILearningRateController> ParamGroups => Groups;

                public virtual IEnumerable<Parameter> parameters() => Groups.SelectMany(g => g.Parameters);

                public virtual void add_param_group(ParamGroup param_group) => Groups.Add(param_group);

                public abstract Tensor? step(Func<Tensor>? closure = null);

                /// <summary>Zeroes the gradients in place.</summary>
                public virtual void zero_grad()
                {
                    foreach (Parameter parameter in parameters())
                    {
                        using Tensor? grad = parameter.grad;
                        if (grad is null) continue;
                        using Tensor detached = grad.detach();
                        detached.zero_().Dispose();
                    }
                }

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                protected virtual void Dispose(bool disposing)
                {
                }
            }
        }
    }
}

namespace TorchSharp.Modules
{
    public class OptimizerOptions
    {
        public double? LearningRate { get; set; }

        public double InitialLearningRate { get; set; }
    }

    public class ParamGroup : torch.optim.ILearningRateController
    {
        public IEnumerable<Parameter> Parameters { get; set; } = [];

        public OptimizerOptions Options { get; set; } = new();

        public double LearningRate
        {
            get => Options.LearningRate ?? 0;
            set => Options.LearningRate = value;
        }

        public double InitialLearningRate
        {
            get => Options.InitialLearningRate;
            set => Options.InitialLearningRate = value;
        }
    }

    public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
        {
            Parameters = [.. parameters];
            if (options is not null) base.Options = options;
        }

        public new TOptions Options
        {
            get => (TOptions)base.Options;
            set => base.Options = value;
        }
    }

    /// <summary>What the optimizers of this assembly share: the step runs unrecorded and in a scope of its own.</summary>
    public abstract class OptimizerHelper : torch.optim.Optimizer
    {
        internal static torch.Tensor? Guarded(Func<torch.Tensor>? closure, Action body)
        {
            torch.Tensor? loss = null;
            if (closure is not null)
            {
                using IDisposable recorded = torch.enable_grad();
                loss = closure();
            }

            using IDisposable none = torch.no_grad();
            using DisposeScope scope = torch.NewDisposeScope();
            body();
            return loss;
        }
    }
}
