using Gateway.Bench.Running;

namespace Gateway.Bench.Peers;

/// <summary>The service behind all proxies: one nginx on three ports. It takes their telemetry, too.</summary>
internal static class Upstream
{
    public const int LargeBytes = 1 << 20;

    public static Command Prepare(IReadOnlyList<int> ports, string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "files", "api"));
        File.WriteAllBytes(Path.Combine(folder, "files", "api", "large"), new byte[LargeBytes]);
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            {{NginxServer.Head(folder)}}
            http {
              {{NginxServer.Http}}
              keepalive_timeout 1h;
              default_type application/json;
              sendfile on;
              tcp_nopush on;
              server {
                {{string.Join('\n', ports.Select(port => $"listen 127.0.0.1:{port};"))}}
                location / { return 200 '{"status":"ok"}'; }
                location /v1/ { client_max_body_size 64m; return 200; }
                location = /api/large { root {{folder}}/files; default_type application/octet-stream; }
              }
            }
            """);
        return NginxServer.Command(folder);
    }
}
