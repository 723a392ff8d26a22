using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>Dotted names and live parameters, each native tensor once; disposed ones are passed over.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<nint>();
                foreach ((string n, Parameter parameter) in parameterList)
                {
                    if (!parameter.IsInvalid && seen.Add(parameter.Handle)) yield return (n, parameter);
                }

                if (!recurse) yield break;
                foreach ((string child, Module module) in submoduleList)
                {
                    foreach ((string n, Parameter parameter) in module.named_parameters())
                    {
                        if (seen.Add(parameter.Handle)) yield return ($"{child}.{n}", parameter);
                    }
                }
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<nint>();
                foreach ((string n, Tensor buffer, bool persistent) in bufferList)
                {
                    if ((persistent || include_nonpersistent) && !buffer.IsInvalid && seen.Add(buffer.Handle)) yield return (n, buffer);
                }

                if (!recurse) yield break;
                foreach ((string child, Module module) in submoduleList)
                {
                    foreach ((string n, Tensor buffer) in module.named_buffers(true, include_nonpersistent))
                    {
                        if (seen.Add(buffer.Handle)) yield return ($"{child}.{n}", buffer);
                    }
                }
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            public virtual IEnumerable<(string name, Module module)> named_children() => [.. submoduleList];

            public virtual IEnumerable<Module> children() => submoduleList.Select(m => m.Value);

            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach ((string n, Module module) in submoduleList) yield return (n, module);
                foreach ((string n, Module module) in submoduleList)
                {
                    foreach ((string inner, Module deep) in module.named_modules()) yield return ($"{n}.{inner}", deep);
                }
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual Parameter? get_parameter(string target) =>
                Owner(target, out string leaf)?.parameterList.Find(p => p.Name == leaf).Value;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual Tensor? get_buffer(string target) =>
                Owner(target, out string leaf)?.bufferList.Find(b => b.Name == leaf).Value;

            /// <summary>The live parameters and persistent buffers by dotted name; a tied one stands under each of its names.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string dotted = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach ((string n, Parameter parameter) in parameterList) destination.TryAdd(dotted + n, parameter);
                foreach ((string n, Tensor buffer, bool persistent) in bufferList)
                {
                    if (persistent) destination.TryAdd(dotted + n, buffer);
                }

                foreach ((string n, Module module) in submoduleList) module.state_dict(destination, dotted + n);
                return destination;
            }

            /// <summary>Copies values in place, in the module's own types and devices; a strict load refuses other keys.</summary>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                Dictionary<string, Tensor> own = state_dict();
                List<string> missing = [.. own.Keys.Where(k => !source.ContainsKey(k) && skip?.Contains(k) != true)];
                List<string> unexpected = [.. source.Keys.Where(k => !own.ContainsKey(k) && skip?.Contains(k) != true)];
                if (strict && missing.Count + unexpected.Count > 0)
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");
                using IDisposable none = no_grad();
                foreach ((string key, Tensor value) in source)
                {
                    if (own.TryGetValue(key, out Tensor? target) && skip?.Contains(key) != true) target.copy_(value).Dispose();
                }

                return (missing, unexpected);
            }

            // The submodule that a dotted name's last part belongs to.
            private Module? Owner(string target, out string leaf)
            {
                string[] parts = target.Split('.');
                leaf = parts[^1];
                Module? at = this;
                foreach (string part in parts[..^1]) at = at?.submoduleList.Find(m => m.Name == part).Value;
                return at;
            }
        }
    }
}
