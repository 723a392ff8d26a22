using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        /// <summary>A part of a model: named parameters, buffers and submodules, which it owns.</summary>
        public abstract partial class Module : IDisposable
        {
            private readonly List<(string Name, Parameter Value)> parameterList = [];
            private readonly List<(string Name, Tensor Value, bool Persistent)> bufferList = [];
            private readonly List<(string Name, Module Value)> submoduleList = [];
            private readonly string name;
            private bool registered;

            protected Module(string name) => this.name = name;

            public virtual bool training { get; private set; } = true;

            public virtual string GetName() => name;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach ((_, Module child) in submoduleList) child.train(train);
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach ((_, Parameter parameter) in named_parameters())
                {
                    using Tensor? grad = parameter.grad;
                    if (grad is null) continue;
                    if (set_to_none)
                    {
                        parameter.grad = null;
                        continue;
                    }

                    using Tensor detached = grad.detach();
                    detached.zero_().Dispose();
                }
            }

            public virtual Module apply(Action<Module> fn)
            {
                foreach ((_, Module child) in submoduleList) child.apply(fn);
                fn(this);
                return this;
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                CheckNew(name);
                parameterList.Add((name, param));
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                CheckNew(name);
                bufferList.Add((name, tensor, persistent));
            }

            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null || submodule.IsDisposed)
                {
                    submoduleList.RemoveAll(m => m.Name == name);
                    return;
                }

                if (string.IsNullOrEmpty(name)) throw new ArgumentException("A submodule needs a name.", nameof(name));
                if (name.Contains('.', StringComparison.Ordinal))
                    throw new ArgumentException($"A submodule's name has no dot: '{name}'.", nameof(name));
                CheckNew(name);
                submodule.RegisterComponents();
                submoduleList.Add((name, submodule));
            }

            public virtual void add_module(string name, Module module) => register_module(name, module);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            internal bool IsDisposed { get; private set; }

            /// <summary>Registers the fields that hold modules, parameters and tensors; call it at the end of a constructor.</summary>
            protected virtual void RegisterComponents()
            {
                if (registered) return;
                registered = true;
                foreach (FieldInfo field in ComponentFields())
                {
                    string component = ComponentName(field);
                    switch (field.GetValue(this))
                    {
                        case Module module: register_module(component, module); break;
                        case Parameter parameter: register_parameter(component, parameter); break;
                        case Tensor tensor: register_buffer(component, tensor); break;
                    }
                }
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || IsDisposed) return;
                IsDisposed = true;
                ReleaseOwn();
                foreach ((_, Parameter parameter) in parameterList) parameter.Dispose();
                foreach ((_, Tensor buffer, _) in bufferList) buffer.Dispose();
                foreach ((_, Module child) in submoduleList) child.Dispose();
            }

            // What a module of this assembly holds besides its components.
            private protected virtual void ReleaseOwn()
            {
            }

            private protected void ClearSubmodules() => submoduleList.Clear();

            // The slots that modules of this assembly keep outside fields, such as a layer's weight; null empties the slot.
            private protected void SetParameter(string name, Parameter? value)
            {
                int at = parameterList.FindIndex(p => p.Name == name);
                if (at >= 0 && value is not null) parameterList[at] = (name, value);
                else if (at >= 0) parameterList.RemoveAt(at);
                else if (value is not null) register_parameter(name, value);
            }

            private protected Parameter? FindParameter(string name) => parameterList.Find(p => p.Name == name).Value;

            private IEnumerable<FieldInfo> ComponentFields() =>
                GetType().GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
                    .Where(f => f.DeclaringType!.Assembly != typeof(Module).Assembly
                        && (typeof(Module).IsAssignableFrom(f.FieldType) || typeof(Tensor).IsAssignableFrom(f.FieldType)));

            private static string ComponentName(FieldInfo field) => field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;

            private void CheckNew(string name)
            {
                bool taken = parameterList.Exists(p => p.Name == name) || bufferList.Exists(b => b.Name == name)
                    || submoduleList.Exists(m => m.Name == name);
                if (taken) throw new ArgumentException($"The module already has a component named '{name}'.", nameof(name));
            }
        }
    }
}
