namespace Hir.Export.Architectures;

/// <summary>The values of one run that all layers of a decoder-only network read. Rows hold their tokens first and padding after them.</summary>
/// <param name="Ids">int64 [rows, target]: the new tokens.</param>
/// <param name="Positions">int64, rows * target values: where each of them stands in its sequence.</param>
/// <param name="PastLengths">int64 [rows]: each row's valid entries in the caches. Above 0 together with a target above 1: one row alone.</param>
/// <param name="Total">int64, a list of one: entries that the caches have to have after the run; target where nothing is past.</param>
/// <param name="Wanted">int64 [n]: the places among rows * target whose states are wanted.</param>
internal sealed record DecoderRun(string Ids, string Positions, string PastLengths, string Total, string Wanted);
