using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            // Changes type and device in place: parameters that change are replaced by new objects and disposed; integer buffers keep their type.
            internal void Move(ScalarType? type, Device? device, bool non_blocking)
            {
                if (type is { } t && !is_floating_point(t))
                    throw new ArgumentException($"Only floating-point types are allowed for a module, not {t}.", nameof(type));
                if (device is not null) InitializeDevice(device);
                using IDisposable none = no_grad();
                MoveOwn(type, device, non_blocking);
            }

            // For modules that keep a second object over a parameter.
            private protected virtual void ParametersReplaced()
            {
            }

            private void MoveOwn(ScalarType? type, Device? device, bool non_blocking)
            {
                foreach ((_, Module child) in submoduleList) child.MoveOwn(type, device, non_blocking);
                Dictionary<string, FieldInfo> fields = [];
                foreach (FieldInfo field in ComponentFields()) fields.TryAdd(ComponentName(field), field);
                for (int i = 0; i < parameterList.Count; i++)
                {
                    (string n, Parameter old) = parameterList[i];
                    if (old.IsInvalid || !Changes(old, type, device)) continue;
                    var moved = new Parameter(Moved(old, type, device, non_blocking), old.requires_grad);
                    using (Tensor? grad = old.grad)
                    {
                        if (grad is not null)
                        {
                            using Tensor movedGrad = Moved(grad, type, device, non_blocking);
                            moved.grad = movedGrad;
                        }
                    }

                    Replace(old, moved, fields.GetValueOrDefault(n));
                    parameterList[i] = (n, moved);
                }

                for (int i = 0; i < bufferList.Count; i++)
                {
                    (string n, Tensor old, bool persistent) = bufferList[i];
                    ScalarType? wanted = old.IsInvalid || !old.is_floating_point() ? null : type;
                    if (old.IsInvalid || !Changes(old, wanted, device)) continue;
                    Tensor moved = Moved(old, wanted, device, non_blocking);
                    Replace(old, moved, fields.GetValueOrDefault(n));
                    bufferList[i] = (n, moved, persistent);
                }

                ParametersReplaced();
            }

            private void Replace(Tensor old, Tensor moved, FieldInfo? field)
            {
                // The new object lives where the old one lived: in its scope or in none.
                if (old.Scope is null) moved.DetachFromDisposeScope();
                else moved.MoveToOtherDisposeScope(old.Scope);
                if (field is not null && ReferenceEquals(field.GetValue(this), old)) field.SetValue(this, moved);
                old.Dispose();
            }

            private static bool Changes(Tensor tensor, ScalarType? type, Device? device) =>
                (type is { } t && tensor.dtype != t)
                || (device is not null
                    && (tensor.device_type != device.type || (device.index >= 0 && tensor.device_index != device.index)));

            private static Tensor Moved(Tensor tensor, ScalarType? type, Device? device, bool non_blocking)
            {
                using Tensor plain = tensor.detach();
                return device is null
                    ? plain.to(type!.Value, non_blocking: non_blocking)
                    : plain.to(type ?? plain.dtype, device, non_blocking: non_blocking);
            }
        }
    }
}
