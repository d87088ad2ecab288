using Fakes.Control;
using Fakes.CoreTelemetry.Data;
using Fakes.CoreTelemetry.Database;
using Fakes.CoreTelemetry.Machine;
using Fakes.CoreTelemetry.Settings;
using Fakes.Hosting;

var identity = new FakeIdentity("coretelemetry", DefaultPort: 7001);
var start = StartArguments.Parse(identity, args);
if (start.ExitCode is { } exitCode) return exitCode;

var builder = FakeApplication.CreateBuilder(identity, start);
builder.AddServiceDefaults();
builder.Services.AddSingleton<Tables>();
builder.Services.AddSingleton<DatabaseConnection>();
builder.Services.AddSingleton<ConfigPath>();
builder.Services.AddSingleton<Cpu>();

var app = builder.Build();
app.UseFake(identity);
app.MapDefaultEndpoints(healthPath: null);
app.MapHealth();
app.MapData();
app.MapDatabase();
app.MapConfig();
app.MapSystem();
app.MapFakeControl();
return await app.RunFakeAsync(identity);
