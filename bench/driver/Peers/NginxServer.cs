using Gateway.Bench.Running;

namespace Gateway.Bench.Peers;

/// <summary>What the measured nginx and the upstream's nginx share.</summary>
internal static class NginxServer
{
    /// <summary>Of its http section: nothing is limited that the load would run into.</summary>
    public const string Http = """
        access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          keepalive_requests 1000000000;
        """;

    public static string Head(string folder) => $$"""
        daemon off;
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/error.log crit;
        worker_processes auto;
        worker_rlimit_nofile 16384;
        events { worker_connections 15000; }
        """;

    public static Command Command(string folder) => new("nginx", ["-p", folder, "-c", "nginx.conf", "-e", Path.Combine(folder, "error.log")], folder);
}
