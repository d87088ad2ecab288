namespace Fakes.Shared.Control;

/// <summary>What a fake adds to the real service: faults on demand, and a list of what arrived.</summary>
internal static class ControlSurface
{
    private const string Prefix = "/_fake";

    public static void AddFakeControl(this IServiceCollection services)
    {
        services.AddSingleton<BehaviorSwitch>();
        services.AddSingleton<RequestLog>();
    }

    public static void UseRequestRecording(this WebApplication app) =>
        app.UseWhen(IsNotControl, branch => branch.UseMiddleware<RequestRecorder>());

    public static void UseFaults(this WebApplication app) =>
        app.UseWhen(IsNotControl, branch => branch.UseMiddleware<FaultMiddleware>());

    public static void MapFakeControl(this WebApplication app)
    {
        var control = app.MapGroup(Prefix).WithTags("control");
        control.MapBehavior();
        control.MapRequests();
    }

    // The surface itself always works and is never counted, or a fault could not be taken back.
    private static bool IsNotControl(HttpContext context) => !context.Request.Path.StartsWithSegments(Prefix);
}
