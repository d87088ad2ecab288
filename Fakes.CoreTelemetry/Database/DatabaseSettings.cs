namespace Fakes.CoreTelemetry.Database;

/// <summary>The settings of the real service, with its defaults.</summary>
internal sealed record DatabaseSettings
{
    public string Drivername { get; init; } = "postgresql+psycopg2";
    public string Username { get; init; } = "postgres";
    public string Password { get; init; } = "password";
    public string Ip { get; init; } = "localhost";
    public int Port { get; init; } = 5432;
    public string DbName { get; init; } = "postgres";
    public string Schema { get; init; } = "public";
}
