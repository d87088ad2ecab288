using Fakes.Control;
using Fakes.Coredinator.Agents;
using Fakes.Coredinator.Health;
using Fakes.Coredinator.Io;
using Fakes.Coredinator.Services;
using Fakes.Hosting;

var identity = new FakeIdentity("coredinator", DefaultPort: 7000) { Version = "0.0.1" };
var start = StartArguments.Parse(identity, args);
if (start.ExitCode is { } exitCode) return exitCode;

var builder = FakeApplication.CreateBuilder(identity, start);
builder.AddServiceDefaults();
builder.Services.AddSingleton<ServiceRegistry>();
builder.Services.AddSingleton<CoreIoRegistry>();
builder.Services.AddSingleton<AgentRegistry>();

var app = builder.Build();
app.UseFake(identity);
app.MapDefaultEndpoints(healthPath: null);
app.MapHealthcheck();
app.MapAgents();
app.MapCoreIo();
app.MapFakeControl();
return await app.RunFakeAsync(identity);
