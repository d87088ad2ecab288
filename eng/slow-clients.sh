#!/bin/sh
# Attacks a gateway on this machine with slowhttptest in its four modes, a well-behaved load beside each,
# and prints a table. Takes about four minutes; everything is on loopback and ends with this script.
#
#   eng/slow-clients.sh [seconds of each attack, default 30] [connections of each, default 4000]
#
# Needs the .NET SDK, slowhttptest, wrk and curl, and installs none of them.

cd "$(dirname "$0")/.." || exit 1
seconds=${1:-30}
connections=${2:-4000}

for tool in dotnet slowhttptest wrk curl; do
  command -v $tool >/dev/null || missing="$missing $tool"
done
[ -z "$missing" ] || { echo "slow-clients.sh: missing:$missing. On Debian: apt-get install slowhttptest wrk curl" >&2; exit 1; }

open_files=$(ulimit -Hn)
[ "$open_files" = unlimited ] || {
  ulimit -n "$open_files"
  most=$((open_files - 500))
  [ "$connections" -le "$most" ] || { echo "This machine allows $most connections instead of $connections: see ulimit -Hn." >&2; connections=$most; }
}

work=$(mktemp -d) || exit 1
pids=
end() {
  trap - EXIT INT TERM
  for pid in $pids; do kill "$pid" 2>/dev/null; done
  for pid in $pids; do wait "$pid" 2>/dev/null; done
  rm -rf "$work"
}
trap end EXIT
trap 'exit 1' INT TERM

export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_NOLOGO=1
echo "Building ..." >&2
for project in Gateway.Proxy Fakes.CoreTelemetry; do
  dotnet build $project -c Release -o "$work/$project" -v q -nologo -clp:NoSummary >&2 || exit 1
done

port=18431
upstream=18432
cat >"$work/gateway.json" <<JSON
{ "Gateway": { "Routes": { "slow": { "Path": "/slow/{**path}", "StripPath": true, "Targets": "http://localhost:$upstream" } } } }
JSON
dotnet "$work/Fakes.CoreTelemetry/Fakes.CoreTelemetry.dll" --port $upstream >"$work/upstream.log" 2>&1 &
pids="$pids $!"
dotnet "$work/Gateway.Proxy/Gateway.Proxy.dll" --host 127.0.0.1 --port $port --config "$work/gateway.json" >"$work/gateway.log" 2>&1 &
pids="$pids $!"
url=http://127.0.0.1:$port/slow

load() { wrk -t1 -c64 -d"$1s" --latency $url/api/system/platform; }

# wrk says nothing but an error where nobody listens.
ready=no
for _ in $(seq 60); do
  load 1 >"$work/wrk" 2>/dev/null && grep -q '^Requests/sec' "$work/wrk" && ! grep -q Non-2xx "$work/wrk" && { ready=yes; break; }
  sleep 1
done
[ $ready = yes ] || { echo "slow-clients.sh: the gateway does not answer:" >&2; cat "$work"/*.log >&2; exit 1; }
load 5 >/dev/null

# Cheap for the upstream, so that what is slow is the client; and more than the system's buffers take.
{ printf '{"pathPrefix": "/api/large", "body": "'; head -c 262144 /dev/zero | tr '\0' x; printf '"}'; } |
  curl -sf -X PUT "http://localhost:$upstream/_fake/behavior" -H 'Content-Type: application/json' --data-binary @- >/dev/null ||
  { echo "slow-clients.sh: the upstream does not take its answer." >&2; exit 1; }

# One line of the table, from what wrk and slowhttptest wrote.
row() {
  requests=$(sed -n 's:^Requests/sec\: *::p' "$work/wrk")
  p99=$(sed -n 's:^ *99% *::p' "$work/wrk")
  bad=$(sed -n 's:^ *Non-2xx or 3xx responses\: *::p' "$work/wrk")
  errors=$(sed -n 's:^ *Socket errors\: *::p' "$work/wrk")
  echo "| $1 | $2 | $requests | $p99 | ${bad:-0} | ${errors:-none} |"
}

attack() {
  name=$1
  shift
  load "$seconds" >"$work/wrk" &
  beside=$!
  pids="$pids $beside"
  timeout $((seconds + 30)) slowhttptest -c "$connections" -r 1000 -l "$seconds" -p 5 "$@" 2>&1 | sed 's/\x1b\[[0-9;]*m//g' >"$work/attack"
  wait $beside
  most=$(sed -n 's/^connected: *//p' "$work/attack" | sort -n | tail -1)
  yes=$(grep -c 'service available: *YES' "$work/attack")
  no=$(grep -c 'service available: *NO' "$work/attack")
  row "$name" "${most:-0} open at most; available $yes of $((yes + no)) times"
}

echo "| attack of $seconds s, $connections connections | slowhttptest | requests a second of 64 clients | p99 | not 2xx | socket errors |"
echo "|---|---|---|---|---|---|"
load "$seconds" >"$work/wrk"
row none –
attack "slow header sections (\`-H\`)" -H -i 5 -x 24 -u $url/api/system/platform
attack "slow bodies (\`-B\`)" -B -i 5 -s 8192 -x 10 -f application/json -u $url/api/config/db
attack "slow reading (\`-X\`)" -X -n 5 -z 5 -w 10 -y 20 -k 10 -u $url/api/large
attack "ranges (\`-R\`)" -R -a 10 -b 3000 -u $url/api/large
