using Gateway.Proxy;
using Gateway.Proxy.CommandLine;
using Gateway.Proxy.Hosting;

SocketCompletions.HandleInline();
return await GatewayCommand.RunAsync(args, arguments => StartErrors.ReportAsync(async () =>
{
    var builder = GatewayHost.CreateBuilder(arguments);
    builder.AddServiceDefaults();
    builder.AddGateway();
    if (arguments.ValidateConfig)
        return GatewayHost.ReportValid(builder);

    await using var app = builder.Build();
    app.MapGateway();
    using SecondSignal second = new();
    await app.RunAsync();
    return GatewayCommand.Done;
}));
