using System.Text.Json.Nodes;

namespace Hir.Cli.Doctor;

/// <summary>What the program stands on, on this machine, and what is wrong with it.</summary>
internal sealed class DoctorReport
{
    private readonly List<DoctorFact> facts = [];
    private readonly List<DoctorProblem> problems = [];

    public IReadOnlyList<DoctorFact> Facts => facts;

    public IReadOnlyList<DoctorProblem> Problems => problems;

    /// <summary>Whether everything that is needed works; what merely slows or limits does not count.</summary>
    public bool Usable => !problems.Any(p => p.Needed);

    public void Add(string section, string name, string text, JsonNode? value = null) =>
        facts.Add(new DoctorFact(section, name, text, value ?? JsonValue.Create(text)));

    /// <summary>Something needed is broken.</summary>
    public void Broken(string what, string mend) => problems.Add(new DoctorProblem(what, mend, Needed: true));

    /// <summary>Something works worse than it could.</summary>
    public void Weak(string what, string mend) => problems.Add(new DoctorProblem(what, mend, Needed: false));

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["usable"] = Usable };
        foreach (IGrouping<string, DoctorFact> section in facts.GroupBy(f => f.Section))
        {
            json[section.Key] = new JsonObject(section.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Value.DeepClone())));
        }

        json["problems"] = new JsonArray(
            [.. problems.Select(p => new JsonObject { ["problem"] = p.What, ["mend"] = p.Mend, ["needed"] = p.Needed })]);
        return json;
    }
}

/// <summary>One thing that was found: for people as text, for programs as a value.</summary>
internal sealed record DoctorFact(string Section, string Name, string Text, JsonNode Value);

/// <summary>One thing that is wrong, and what mends it.</summary>
internal sealed record DoctorProblem(string What, string Mend, bool Needed);
