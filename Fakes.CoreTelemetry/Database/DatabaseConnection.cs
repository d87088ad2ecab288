using Fakes.CoreTelemetry.Data;

namespace Fakes.CoreTelemetry.Database;

/// <summary>
/// The fake's database exists in one place: at the default ip, port and db_name. Settings that point anywhere else
/// find it down; another schema finds it without tables.
/// </summary>
internal sealed class DatabaseConnection(Tables tables)
{
    private static readonly DatabaseSettings Usual = new();
    private volatile DatabaseSettings _settings = Usual;

    public DatabaseSettings Settings
    {
        get => _settings;
        set => _settings = value;
    }

    public bool IsUp => IsHere(_settings);

    public Table? FindTable(string agentId) =>
        _settings.Schema == Usual.Schema ? tables.Find(agentId) : null;

    private static bool IsHere(DatabaseSettings settings) =>
        settings.Ip is "localhost" or "127.0.0.1"
        && settings.Port == Usual.Port
        && settings.DbName == Usual.DbName;
}
