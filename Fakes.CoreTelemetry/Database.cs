namespace Fakes.CoreTelemetry;

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

/// <summary>
/// The fake's database exists in one place: at the default ip, port and db_name. Settings that point anywhere else
/// find it down; another schema finds it without tables.
/// </summary>
internal sealed class Database(Tables tables)
{
    private static readonly DatabaseSettings Defaults = new();
    private volatile DatabaseSettings _settings = Defaults;

    public DatabaseSettings Settings
    {
        get => _settings;
        set => _settings = value;
    }

    public bool IsUp => IsHere(_settings);

    public Table? FindTable(string agentId) =>
        _settings.Schema == Defaults.Schema ? tables.Find(agentId) : null;

    private static bool IsHere(DatabaseSettings settings) =>
        settings.Ip is "localhost" or "127.0.0.1"
        && settings.Port == Defaults.Port
        && settings.DbName == Defaults.DbName;
}
