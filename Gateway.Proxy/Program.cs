using Gateway.Proxy;
using Gateway.Proxy.CommandLine;
using Gateway.Proxy.Hosting;
using Gateway.Proxy.Server;

SocketCompletions.HandleInline();
return await GatewayCommand.RunAsync(args, arguments => StartErrors.ReportAsync(async () =>
{
    var builder = GatewayHost.CreateBuilder(arguments);
    builder.AddServiceDefaults();
    if (arguments.PrintConfig)
        return await GatewayHost.PrintAsync(builder);

    builder.AddGateway();
    if (arguments.ValidateConfig)
        return await GatewayHost.ReportValidAsync(builder);

    await using var app = builder.Build();
    app.MapGateway();
    GatewayHost.WarnOfReplacedEndpoints(app);
    GatewayHost.TellOfBuiltInRoutes(app);
    using ForceExitOnSecondSignal second = new();
    await GatewayHost.RunAsync(app);
    return GatewayCommand.Done;
}));

/// <summary>Internal, so that it is not in the way of the <c>Program</c> of an application that references the gateway.</summary>
internal sealed partial class Program;
