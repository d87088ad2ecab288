using Gateway.Bench.Running;

namespace Gateway.Bench.Peers;

internal sealed class Nginx : Peer
{
    public override string Name => "nginx";

    public override string Title => "nginx";

    public override async Task<string> VersionAsync(CancellationToken stop) =>
        (await Tool.RunAsync("nginx", ["-v"], stop)).Split('/')[^1].Trim();

    public override Command Prepare(Site site, string folder)
    {
        var locations = site.Scenario.Routes == 0 ? ["/api/"] : site.Services.Select(service => $"/api/{service}/");
        Write(folder, "nginx.conf", $$"""
            {{NginxServer.Head(folder)}}
            http {
              {{NginxServer.Http}}
              upstream api {
                {{Lines(site.Backends, backend => $"server 127.0.0.1:{backend.Port} weight={backend.Weight};")}}
                keepalive 256;
                keepalive_requests 1000000000;
              }
              server {
                listen 127.0.0.1:{{site.Port}}{{(site.Http2 ? " http2" : "")}};
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header Host $host;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                proxy_set_header X-Forwarded-Proto $scheme;
                proxy_max_temp_file_size 0;
                {{Lines(locations, location => $"location {location} {{ proxy_pass http://api; }}")}}
              }
            }
            """);
        return NginxServer.Command(folder);
    }
}
