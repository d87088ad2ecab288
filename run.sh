#!/bin/sh
# Starts the whole topology: see --help.

root=$(cd "$(dirname "$0")" && pwd) || exit 1
apphost=$root/Gateway.AppHost

case $1 in
  -h | --help)
    cat <<EOF
Usage: ./run.sh [Key=Value ...]

Builds the AppHost and starts the topology: the fake services, then the gateway, with the Aspire dashboard. Once all is up, it
says where everything is and what to try. Ctrl+C ends everything.

  Load=true    sends a few requests a second through the gateway, over all routes, so that the dashboard has something to show
  Key=Value    any other configuration of the AppHost, for example Logging:LogLevel:Default=Debug
  --publisher manifest [--output-path FILE]
               writes a deployment manifest instead, by default aspire-manifest.json in the current directory
               (with DeployFakes=true: one that deploys the fakes too)
  --help       this text

Ports: gateway 8001, coredinator 7000, coretelemetry 7001, coretelemetry-next 7002, dashboard 18888 (Properties/launchSettings.json of each project).
EOF
    exit 0
    ;;
esac

command -v dotnet >/dev/null || { echo "run.sh: the .NET SDK is needed (the version in global.json), but there is no 'dotnet' on PATH." >&2; exit 1; }

# No build server: nothing is to be left running when this ends.
echo "Building; a line for each project (the first time takes a minute) ..."
DOTNET_CLI_USE_MSBUILD_SERVER=0 dotnet build "$apphost/Gateway.AppHost.csproj" -v m -nologo -clp:NoSummary -tl:off \
  -nodeReuse:false -p:UseSharedCompilation=false || exit 1
echo "Starting the services, the gateway and the dashboard ..."

# What 'dotnet run --launch-profile http' would do, less its process in between, which keeps signals to itself.
launch=$apphost/Properties/launchSettings.json
while IFS='=' read -r name value; do
  export "$name=$value"
done <<EOF
$(sed -n 's/^ *"\([A-Z][A-Z_]*\)": "\(.*\)",\{0,1\} *$/\1=\2/p' "$launch")
ASPNETCORE_URLS=$(sed -n 's/^ *"applicationUrl": "\(.*\)",\{0,1\} *$/\1/p' "$launch")
DOTNET_LAUNCH_PROFILE=http
EOF

# With its own settings, wherever this is called from; a relative path in an argument is the caller's.
exec dotnet "$apphost/bin/Debug/net10.0/Gateway.AppHost.dll" --contentRoot="$apphost" "$@"
