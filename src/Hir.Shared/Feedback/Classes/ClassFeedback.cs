using System.Reflection;
using Hir.Shared.UserClasses;

namespace Hir.Shared.Feedback.Classes;

/// <summary>A class of the user's: implements <see cref="IFeedback"/> in an assembly of its own.</summary>
public static class ClassFeedback
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "class";

    private static readonly Type SettingsType = typeof(IReadOnlyDictionary<string, string>);

    /// <summary>Loads the class and makes an object of it, with its settings where its constructor takes them.</summary>
    /// <exception cref="InputException">
    /// The assembly or the class is missing, it is no feedback function, or it has no constructor that could be called.
    /// </exception>
    public static IFeedback Create(ClassSection settings)
    {
        ConstructorInfo constructor = Find(settings);
        try
        {
            object?[] arguments = constructor.GetParameters().Length == 0 ? [] : [settings.Settings ?? new Dictionary<string, string>()];
            return (IFeedback)constructor.Invoke(arguments);
        }
        catch (TargetInvocationException e)
        {
            string message = e.InnerException?.Message ?? e.Message;
            throw new InputException($"feedback.class: the constructor of {settings.Type} failed: {message}", e);
        }
    }

    /// <summary>The constructor that <see cref="Create"/> calls; none of the user's code runs yet.</summary>
    /// <exception cref="InputException">As there.</exception>
    internal static ConstructorInfo Find(ClassSection settings)
    {
        Type type = UserClass<IFeedback>.Find("feedback.class", settings.Assembly, settings.Type);
        bool hasSettings = settings.Settings is { Count: > 0 };
        ConstructorInfo? taking = type.GetConstructor([SettingsType]);
        ConstructorInfo? empty = type.GetConstructor(Type.EmptyTypes);
        if (hasSettings && taking is null)
        {
            throw new InputException(
                $"feedback.class.settings: {settings.Type} has no public constructor that takes an IReadOnlyDictionary<string, string>; "
                + "add one, or leave the settings out.");
        }

        return taking ?? empty ?? throw new InputException(
            $"feedback.class.type: {settings.Type} has no public constructor without parameters, nor one that takes an "
            + "IReadOnlyDictionary<string, string> of settings; add one of them.");
    }
}
