using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Configuration.Tables;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Routes;

/// <summary>A route's targets: one address, or a list whose items are addresses or objects.</summary>
internal sealed class TargetListFormat : ValueFormat<IReadOnlyList<RouteTarget>>
{
    private static readonly ScalarFormat<int> Weight = Format.Integer(0, RouteTarget.MaxWeight);
    private static readonly TargetAddressFormat Address = new();

    private static readonly SettingsTable<Draft> Keys = new(new(null, null, RouteTarget.DefaultWeight))
    {
        { "Name", "The target's name, unique within the route; by default the address's host and port.", new OptionalFormat<string>(RouteNames.Format), d => d.Name, (d, v) => d with { Name = v } },
        { "Address", "An absolute http or https URL; its host is looked up in service discovery.", Address, d => d.Address!, (d, v) => d with { Address = v }, true },
        { "Weight", "The target's part of the traffic with LoadBalancing Weighted, relative to the sum of all weights. 0: no new requests. 0 for every target: 503 no_target.", Weight, d => d.Weight, (d, v) => d with { Weight = v } },
    };

    /// <summary>The address of a target that is added in code.</summary>
    /// <exception cref="GatewayConfigurationException">It is not allowed.</exception>
    public static Uri ParseAddress(string text, string path) => Address.Parse(text, path);

    public override IReadOnlyList<RouteTarget> Read(IConfigurationSection section, IReadOnlyList<RouteTarget> current, ConfigurationErrors errors)
    {
        var children = section.GetChildren().ToArray();
        if (children.Length > 0 && !string.IsNullOrEmpty(section.Value))
            errors.Add(section.Path, "is given as one address by one configuration source and as a list by another; allowed: one of them");
        if (children.FirstOrDefault(child => !int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)) is { } named)
        {
            errors.Add(section.Path, $"an object (\"{named.Key}\") is not allowed here; allowed: an address, or a list of addresses and of objects with Name, Address and Weight");
            return current;
        }

        if (children.Length > 0)
            return [.. children.Select(child => ReadOne(child, errors)).OfType<RouteTarget>()];
        return string.IsNullOrEmpty(section.Value) ? [] : ReadOne(section, errors) is { } target ? [target] : current;
    }

    public override void Check(IReadOnlyList<RouteTarget> value, string path, ConfigurationErrors errors)
    {
        for (var i = 0; i < value.Count; i++)
        {
            var target = value[i];
            Keys.Check(new(target.Name, target.Address, target.Weight), ConfigurationPath.Combine(path, i.ToString(CultureInfo.InvariantCulture)), errors);
        }
    }

    public override JsonNode? Print(IReadOnlyList<RouteTarget> value, IConfigurationSection given, bool all) =>
        new JsonArray([.. value.Select(target => Keys.Print(new(target.Name, target.Address, target.Weight), given, all: true))]);

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            Address.Schema(),
            new JsonObject
            {
                ["type"] = "array",
                ["minItems"] = 1,
                ["items"] = new JsonObject { ["anyOf"] = new JsonArray(Address.Schema(), Keys.Schema()) },
            }),
    };

    private static RouteTarget? ReadOne(IConfigurationSection section, ConfigurationErrors errors)
    {
        var hasKeys = section.GetChildren().Any();
        var draft = hasKeys
            ? Keys.Read(section, Keys.Defaults, errors)
            : Keys.Defaults with { Address = Address.Read(section, null!, errors) };
        if (hasKeys && section["Address"] is null)
            errors.Add(ConfigurationPath.Combine(section.Path, "Address"), $"is missing; allowed: {Address.Allowed}");

        return draft.Address is { } address
            ? new(draft.Name ?? RouteTarget.NameOf(address), address, draft.Weight)
            : null;
    }

    private sealed record Draft(string? Name, Uri? Address, int Weight);
}
