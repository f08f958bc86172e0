using Pipelines.Node;

return await NodeProgram.RunAsync(args);
