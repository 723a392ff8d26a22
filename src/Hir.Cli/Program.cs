Console.WriteLine("hir");
