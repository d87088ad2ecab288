using System.Text.Json.Serialization;
using Fakes.Shared.Http;

namespace Fakes.Coredinator;

/// <summary>What agents and CoreIO services are started with.</summary>
internal sealed record StartRequest(string ConfigPath, string? CoreioId = null)
{
    /// <summary>The name of the config file without its extension, from which ids are made.</summary>
    [JsonIgnore]
    public string Stem => Path.GetFileNameWithoutExtension(ConfigPath);

    /// <summary>The request, or the response that refuses it.</summary>
    public static async Task<(StartRequest Start, IResult? Refusal)> ReadAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadAsync(request);
        var start = new StartRequest(body.RequiredPath("config_path"), body.OptionalText("coreio_id"));
        if (body.Problem is { } problem) return (start, problem);

        return (start, File.Exists(start.ConfigPath)
            ? null
            : ErrorDetail.Response(StatusCodes.Status400BadRequest, $"Config file not found at {start.ConfigPath}"));
    }
}
