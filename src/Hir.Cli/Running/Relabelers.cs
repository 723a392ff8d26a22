using Hir.Sampler.Engines;
using Hir.Sampler.Relabeling;
using Hir.Shared.Configuration;
using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Models;

namespace Hir.Cli.Running;

/// <summary>phi for who may run a model: the sampling role and `hir relabel`.</summary>
internal static class Relabelers
{
    public static IRelabeler Create(
        RelabelSection settings, Instructions instructions, EngineOptions options, CancellationToken cancellationToken) =>
        settings.Kind == ModelSection.Name
            ? new ModelRelabeler(settings.Model!, instructions, options, cancellationToken)
            : RelabelCatalog.Create(settings, instructions);

    /// <summary>Refuses a configuration that names what is not there; runs no model.</summary>
    public static void Check(RelabelSection settings, Instructions instructions)
    {
        if (settings.Kind == ModelSection.Name) ModelRelabeler.Require(settings.Model!);
        RelabelCatalog.Asks(settings, instructions);
    }
}
