using Hir.Sampler.Tests.Fuzz;

// The tests themselves are run by `dotnet test`; started as a program, this is the child that opens graphs which may end it.
return GraphChild.Serve();
