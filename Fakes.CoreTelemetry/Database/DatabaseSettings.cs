namespace Fakes.CoreTelemetry.Database;

/// <summary>The settings of the real service, with its defaults.</summary>
internal sealed record DatabaseSettings(
    string Drivername, string Username, string Password, string Ip, int Port, string DbName, string Schema)
{
    public static DatabaseSettings Default { get; } =
        new("postgresql+psycopg2", "postgres", "password", "localhost", 5432, "postgres", "public");
}
