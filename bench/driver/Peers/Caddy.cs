using Gateway.Bench.Running;

namespace Gateway.Bench.Peers;

internal sealed class Caddy : Peer
{
    public override string Name => "caddy";

    public override string Title => "Caddy";

    public override async Task<string> VersionAsync(CancellationToken stop) =>
        (await Tool.RunAsync("caddy", ["version"], stop)).Trim().Split(' ')[0].TrimStart('v');

    public override Command Prepare(Site site, string folder)
    {
        var config = Write(folder, "Caddyfile", $$"""
            {
              admin off
              auto_https off
              servers {
                protocols h1 {{(site.Http2 ? "h2c" : "")}}
              }
            }
            http://:{{site.Port}} {
              bind 127.0.0.1
              reverse_proxy {{string.Join(' ', site.Backends.Select(backend => $"127.0.0.1:{backend.Port}"))}} {
                lb_policy round_robin
                {{(site.OneDead ? "lb_try_duration 5s\nlb_try_interval 10ms\nfail_duration 10s" : "")}}
                transport http {
                  keepalive 2m
                  keepalive_idle_conns 4096
                  keepalive_idle_conns_per_host 1024
                }
              }
            }

            """);
        return new("caddy", ["run", "--adapter", "caddyfile", "--config", config], folder)
        {
            Environment = new Dictionary<string, string> { ["HOME"] = folder, ["XDG_DATA_HOME"] = folder, ["XDG_CONFIG_HOME"] = folder },
        };
    }
}
