#!/bin/sh
# Gets what there is to get of Aspire, and says in a line or two what that is. Never fails its caller.
#
#   eng/get-aspire.sh [--force] [--dashboard-only]
#
#   1. The packages: with them the solution builds against the real Aspire.
#   2. Else the dashboard (the Aspire CLI, from npm), into .cache/aspire: the stand-ins start it.
#
# A "no" is remembered for a day; --force asks again. --dashboard-only leaves out 1, for use within a build.

cd "$(dirname "$0")/.." || exit 0
version=$(sed -n 's:.*<AspireVersion>\(.*\)</AspireVersion>.*:\1:p' eng/aspire/Switch.props)
cache=.cache/aspire
force=no
dashboard_only=no

for argument; do
  case $argument in
    --force) force=yes ;;
    --dashboard-only) dashboard_only=yes ;;
    *) echo "get-aspire.sh: unknown argument '$argument'; allowed: --force, --dashboard-only" >&2; exit 0 ;;
  esac
done

mkdir -p "$cache" 2>/dev/null || { echo "Aspire: $cache cannot be written, so nothing was looked for."; exit 0; }

[ "$force" = yes ] && rm -f "$cache"/packages-* "$cache"/no-*

# Without success for a day at most.
said_no() { [ -n "$(find "$cache/no-$1" -mtime -1 2>/dev/null)" ]; }
say_no() { : >"$cache/no-$1"; return 1; }

within() {
  seconds=$1; shift
  if command -v timeout >/dev/null; then timeout -k 5 "$seconds" "$@"
  else perl -e 'alarm shift; exec @ARGV' "$seconds" "$@"; fi
}

# A restore asks for them, and remembers the result (eng/aspire/AskForPackages.targets).
get_packages() {
  [ -e "$cache/packages-$version" ] && return 0
  said_no "packages-$version" && return 1
  command -v dotnet >/dev/null || return 1
  DOTNET_CLI_USE_MSBUILD_SERVER=0 dotnet restore Gateway.AppHost/Gateway.AppHost.csproj -nodeReuse:false >/dev/null 2>&1
  [ -e "$cache/packages-$version" ]
}

platform() {
  case $(uname -s) in
    Linux) os=linux; ldd --version 2>&1 | grep -qi musl && os=linux-musl ;;
    Darwin) os=osx ;;
    *) return 1 ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) echo "$os-x64" ;;
    arm64 | aarch64) echo "$os-arm64" ;;
    *) return 1 ;;
  esac
}

cached_dashboard() {
  grep -qs "\"version\": \"$version\"" "$cache/node_modules/@microsoft/aspire-cli-$1/package.json" &&
    [ -x "$cache/node_modules/@microsoft/aspire-cli-$1/bin/aspire" ]
}

get_dashboard() {
  rid=$(platform) || return 1
  cached_dashboard "$rid" && return 0
  said_no dashboard && return 1
  command -v npm >/dev/null || return 1

  # One at a time: a build may ask too.
  lock=$cache/lock
  [ -n "$(find "$lock" -mmin +5 2>/dev/null)" ] && rmdir "$lock" 2>/dev/null
  mkdir "$lock" 2>/dev/null || return 1
  within 120 npm install --prefix "$cache" --no-save --no-audit --no-fund --no-update-notifier --loglevel=error \
    "@microsoft/aspire-cli-$rid@$version" >"$cache/npm.log" 2>&1
  rmdir "$lock" 2>/dev/null
  cached_dashboard "$rid" || say_no dashboard
}

if [ "$dashboard_only" = no ] && [ "$UseAspirePackages" != false ] && { [ "$UseAspirePackages" = true ] || get_packages; }; then
  echo "Aspire: the solution is built against the packages $version."
elif get_dashboard; then
  echo "Aspire: the packages $version are not used here, so the stand-ins run the topology; with the dashboard $version."
elif command -v aspire >/dev/null; then
  echo "Aspire: the packages $version are not used here, so the stand-ins run the topology; with the dashboard of $(command -v aspire)."
else
  echo "Aspire: neither the packages $version nor the dashboard are here, so the stand-ins run the topology without one."
  echo "        (asked again after a day, or with eng/get-aspire.sh --force)"
fi
exit 0
