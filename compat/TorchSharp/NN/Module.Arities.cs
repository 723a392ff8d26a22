namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module with hooks that run before and after its forward.</summary>
        public abstract class HookableModule<TPreHook, TPostHook> : Module
        {
            private protected readonly Dictionary<string, TPreHook> PreHooks = [];
            private protected readonly Dictionary<string, TPostHook> PostHooks = [];

            protected HookableModule(string name) : base(name)
            {
            }

            public HookRemover register_forward_hook(TPostHook hook)
            {
                string key = Guid.NewGuid().ToString();
                PostHooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                string key = Guid.NewGuid().ToString();
                PreHooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            private void Remove(string key)
            {
                PreHooks.Remove(key);
                PostHooks.Remove(key);
            }

            public class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> module;
                private readonly string key;

                public HookRemover(HookableModule<TPreHook, TPostHook> module, string key) => (this.module, this.key) = (module, key);

                public void remove() => module.Remove(key);
            }
        }

        public abstract class Module<T, TResult> :
            HookableModule<
                Func<Module<T, TResult>, T, T>,
                Func<Module<T, TResult>, T, TResult, TResult>>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T input);

            public TResult call(T input)
            {
                foreach (Func<Module<T, TResult>, T, T> hook in PreHooks.Values) input = hook(this, input);
                TResult result = forward(input);
                foreach (var hook in PostHooks.Values)
                {
                    TResult changed = hook(this, input, result);
                    if (changed is not null) result = changed;
                }

                return result;
            }
        }

        public abstract class Module<T1, T2, TResult> :
            HookableModule<
                Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>,
                Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2)
            {
                foreach (var hook in PreHooks.Values)
                {
                    if (hook(this, input1, input2) is { } changed) (input1, input2) = changed;
                }

                TResult result = forward(input1, input2);
                foreach (var hook in PostHooks.Values)
                {
                    TResult changed = hook(this, input1, input2, result);
                    if (changed is not null) result = changed;
                }

                return result;
            }
        }

        public abstract class Module<T1, T2, T3, TResult> :
            HookableModule<
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>,
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                foreach (var hook in PreHooks.Values)
                {
                    if (hook(this, input1, input2, input3) is { } changed) (input1, input2, input3) = changed;
                }

                TResult result = forward(input1, input2, input3);
                foreach (var hook in PostHooks.Values)
                {
                    TResult changed = hook(this, input1, input2, input3, result);
                    if (changed is not null) result = changed;
                }

                return result;
            }
        }

        public abstract class Module<T1, T2, T3, T4, TResult> :
            HookableModule<
                Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?>,
                Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult>>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4)
            {
                foreach (var hook in PreHooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4) is { } changed) (input1, input2, input3, input4) = changed;
                }

                TResult result = forward(input1, input2, input3, input4);
                foreach (var hook in PostHooks.Values)
                {
                    TResult changed = hook(this, input1, input2, input3, input4, result);
                    if (changed is not null) result = changed;
                }

                return result;
            }
        }

        public abstract class Module<T1, T2, T3, T4, T5, TResult> :
            HookableModule<
                Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?>,
                Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult>>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5)
            {
                foreach (var hook in PreHooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4, input5) is { } changed)
                        (input1, input2, input3, input4, input5) = changed;
                }

                TResult result = forward(input1, input2, input3, input4, input5);
                foreach (var hook in PostHooks.Values)
                {
                    TResult changed = hook(this, input1, input2, input3, input4, input5, result);
                    if (changed is not null) result = changed;
                }

                return result;
            }
        }

        public abstract class Module<T1, T2, T3, T4, T5, T6, TResult> :
            HookableModule<
                Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)?>,
                Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult, TResult>>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6)
            {
                foreach (var hook in PreHooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4, input5, input6) is { } changed)
                        (input1, input2, input3, input4, input5, input6) = changed;
                }

                TResult result = forward(input1, input2, input3, input4, input5, input6);
                foreach (var hook in PostHooks.Values)
                {
                    TResult changed = hook(this, input1, input2, input3, input4, input5, input6, result);
                    if (changed is not null) result = changed;
                }

                return result;
            }
        }
    }
}
