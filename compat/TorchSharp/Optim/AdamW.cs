using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Adam with the weight decay taken from the parameter and not from its gradient (Loshchilov and Hutter, 2019).</summary>
    public class AdamW : OptimizerHelper, optim.IBetas
    {
        private readonly Options defaults;
        private readonly Dictionary<nint, State> states = [];

        public AdamW(
            IEnumerable<Parameter> parameters,
            double lr = 0.001,
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1e-08,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false)
            : this([new ParamGroup { Parameters = [.. parameters] }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        {
        }

        public AdamW(
            IEnumerable<ParamGroup> parameters,
            double lr = 0.001,
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1e-08,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false)
        {
            CheckRanges(lr, beta1, beta2, eps, weight_decay);
            defaults = new Options
            {
                LearningRate = lr,
                InitialLearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            };
            foreach (ParamGroup group in parameters) add_param_group(group);
        }

        public (double, double) Betas
        {
            get => ((ParamGroup)Groups[0]).Betas;
            set
            {
                foreach (Modules.ParamGroup group in Groups) ((ParamGroup)group).Betas = value;
            }
        }

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var options = (Options)param_group.Options;
            options.LearningRate ??= defaults.LearningRate;
            options.beta1 ??= defaults.beta1;
            options.beta2 ??= defaults.beta2;
            options.eps ??= defaults.eps;
            options.weight_decay ??= defaults.weight_decay;
            options.amsgrad ??= defaults.amsgrad;
            options.maximize ??= defaults.maximize;
            options.InitialLearningRate = options.LearningRate!.Value;
            base.add_param_group(param_group);
            foreach (Parameter parameter in param_group.Parameters) states[parameter.Handle] = new State(parameter, options.amsgrad!.Value);
        }

        public override Tensor? step(Func<Tensor>? closure = null) => Guarded(closure, () =>
        {
            foreach (Modules.ParamGroup group in Groups)
            {
                foreach (Parameter parameter in group.Parameters) Update(parameter, (Options)group.Options);
            }
        });

        protected override void Dispose(bool disposing)
        {
            foreach (State state in states.Values) state.Dispose();
            states.Clear();
            base.Dispose(disposing);
        }

        private void Update(Parameter parameter, Options options)
        {
            Tensor? grad = parameter.grad;
            if (grad is null) return;
            if (options.maximize == true) grad = -grad;
            State state = states[parameter.Handle];
            state.step++;
            (double lr, double beta1, double beta2) = (options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value);
            double bias1 = 1 - Math.Pow(beta1, state.step), bias2 = 1 - Math.Pow(beta2, state.step);

            parameter.mul_(1 - (lr * options.weight_decay!.Value));
            state.exp_avg.mul_(beta1).add_(grad, 1 - beta1);
            state.exp_avg_sq.mul_(beta2).addcmul_(grad, grad, 1 - beta2);
            Tensor second = state.exp_avg_sq;
            if (state.max_exp_avg_sq is { } most)
            {
                using Tensor larger = torch.maximum(most, second);
                most.copy_(larger);
                second = most;
            }

            Tensor denominator = second.sqrt().div_(Math.Sqrt(bias2)).add_(options.eps!.Value);
            parameter.addcdiv_(state.exp_avg, denominator, -lr / bias1);
        }

        private static void CheckRanges(double lr, double beta1, double beta2, double eps, double weight_decay)
        {
            if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (beta1 is < 0 or >= 1) throw new ArgumentException($"Invalid beta1: {beta1}");
            if (beta2 is < 0 or >= 1) throw new ArgumentException($"Invalid beta2: {beta2}");
            if (eps < 0) throw new ArgumentException($"Invalid epsilon: {eps}");
            if (weight_decay < 0) throw new ArgumentException($"Invalid weight decay: {weight_decay}");
        }

        public class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? weight_decay;
            public double? eps;
            public bool? amsgrad;
            public bool? maximize;
        }

        public class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup() => Options = new Options();

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
            {
            }

            public ParamGroup(
                IEnumerable<Parameter> parameters,
                double lr = 0.001,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-08,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    beta1 = beta1,
                    beta2 = beta2,
                    eps = eps,
                    weight_decay = weight_decay,
                    amsgrad = amsgrad,
                    maximize = maximize,
                })
            {
            }

            public (double, double) Betas
            {
                get => (Options.beta1!.Value, Options.beta2!.Value);
                set => (Options.beta1, Options.beta2) = value;
            }
        }

        /// <summary>The moments of one parameter; they live as long as the optimizer.</summary>
        public class State : IDisposable
        {
            public long step;
            public Tensor exp_avg;
            public Tensor exp_avg_sq;
            public Tensor? max_exp_avg_sq;

            internal State(Parameter parameter, bool amsgrad)
            {
                exp_avg = torch.zeros_like(parameter).DetachFromDisposeScope();
                exp_avg_sq = torch.zeros_like(parameter).DetachFromDisposeScope();
                max_exp_avg_sq = amsgrad ? torch.zeros_like(parameter).DetachFromDisposeScope() : null;
            }

            public void Dispose()
            {
                exp_avg.Dispose();
                exp_avg_sq.Dispose();
                max_exp_avg_sq?.Dispose();
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static AdamW AdamW(
                IEnumerable<Parameter> parameters,
                double lr = 0.001,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-08,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false) => new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static AdamW AdamW(
                IEnumerable<(string name, Parameter parameter)> parameters,
                double lr = 0.001,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-08,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static AdamW AdamW(
                IEnumerable<AdamW.ParamGroup> parameters,
                double lr = 0.001,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-08,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false) => new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
