using Gateway.Bench.Running;

namespace Gateway.Bench.Peers;

internal sealed class HaProxy : Peer
{
    public override string Name => "haproxy";

    public override string Title => "HAProxy";

    public override async Task<string> VersionAsync(CancellationToken stop) =>
        (await Tool.RunAsync("haproxy", ["-v"], stop)).Split(' ')[2];

    public override Command Prepare(Site site, string folder)
    {
        // Any number of checks: a client's own connection failures mark a server down, a check brings it back.
        var health = site.OneDead ? " check observe layer4 error-limit 5 on-error mark-down" : "";
        var config = Write(folder, "haproxy.cfg", $"""
            global
              maxconn 4096
              nbthread {Environment.ProcessorCount}
            defaults
              mode http
              timeout connect 5s
              timeout client 30s
              timeout server 30s
              retries 3
              option redispatch 1
            frontend clients
              bind 127.0.0.1:{site.Port}{(site.Http2 ? " proto h2" : "")}
              default_backend api
            backend api
              balance roundrobin
              http-reuse always
              option forwardfor
            {Lines(site.Backends, backend => $"  server s{backend.Port} 127.0.0.1:{backend.Port} weight {backend.Weight}{health}")}

            """);
        return new("haproxy", ["-db", "-f", config], folder);
    }
}
