#!/usr/bin/env bash
# Measures Gateway beside nginx, HAProxy, Caddy and bare YARP: see --help.

root=$(cd "$(dirname "$0")/.." && pwd) || exit 1
apps=$root/artifacts/bench

build=yes
help=
arguments=()
for argument in "$@"; do
  case $argument in
    -h | --help) help=yes ;;
    --no-build) build= ;;
    *) arguments+=("$argument") ;;
  esac
done

if [ "$help" ]; then
  cat <<EOF
Usage: bench/run.sh [--quick] [--scenario NAME ...] [--peer NAME ...] [--rounds N] [--seconds N] [--warm-up N]
                    [--output FOLDER] [--no-build]

Measures Gateway beside nginx, HAProxy, Caddy and bare YARP on this machine, over the loopback interface: requests per
second, CPU per request, latencies, memory, errors. Installs what is missing of them, and wrk and h2load, by apt-get;
builds in Release; prints tables. Takes about 25 minutes, in which nothing else should run. Ctrl+C ends all it started.

  --quick             three scenarios, about three minutes
  --scenario NAME     only these: get64 get512 post download weighted http2 dead close start
                      otlp-all otlp-1 routes-1 routes-100 routes-10000 routes-10000-used match session session-new
  --peer NAME         only these: nginx haproxy caddy bare-yarp gateway gateway-plain
  --rounds N          how often each is measured in a scenario (3)
  --seconds N         how long each time (4; with --quick 2)
  --warm-up N         seconds of load before the first round, at least (6)
  --output FOLDER     where RESULTS.md and bench.svg are written; else a run of everything writes bench/RESULTS.md and
                      docs/images/bench.svg, and a part of it writes nothing
  --no-build          measures what was built last

The exit code is 0 when all was measured and neither Gateway nor bare YARP had an error that it should not have.
EOF
  exit 0
fi

fail() {
  echo "bench/run.sh: $*" >&2
  exit 1
}

command -v dotnet >/dev/null || fail "the .NET SDK is needed (the version in global.json), but there is no 'dotnet' on PATH."
[ "$(uname)" = Linux ] || fail "only Linux tells what is measured here (/proc)."

# nginx and haproxy may be outside of an ordinary user's PATH.
export PATH=$PATH:/usr/sbin:/sbin

packages=()
need() { command -v "$1" >/dev/null || packages+=("$2"); }
need nginx nginx-light
need haproxy haproxy
need caddy caddy
need wrk wrk
need h2load nghttp2-client

if [ ${#packages[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || fail "these are needed, and there is no apt-get to install them: ${packages[*]}"
  sudo=
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "these are needed: as root, apt-get install ${packages[*]}"
    sudo=sudo
  fi

  echo "Installing ${packages[*]} ..."
  $sudo apt-get update -qq || echo "bench/run.sh: apt-get update failed; trying with the lists that are there." >&2
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null ||
    fail "apt-get could not install ${packages[*]}"

  # What was installed for this only is not to serve anything, now or after the next start of the machine.
  if [ -d /run/systemd/system ]; then
    for package in "${packages[@]}"; do
      case $package in
        nginx-light) $sudo systemctl disable --quiet --now nginx ;;
        haproxy | caddy) $sudo systemctl disable --quiet --now "$package" ;;
      esac
    done
  fi
fi

# No build server: nothing is to be left running when this ends. Not precompiled: precompiled code is slower until it is compiled
# anew, which takes longer than the warm-up while all cores are busy, and the bare YARP beside it is not precompiled either.
publish() {
  echo "Building $1 ..."
  local log
  log=$(DOTNET_CLI_USE_MSBUILD_SERVER=0 dotnet publish "$root/$1" -c Release -o "$apps/$2" -v q -nologo \
    -p:PublishReadyToRun=false -nodeReuse:false -p:UseSharedCompilation=false 2>&1) || fail "$log"
}

if [ "$build" ]; then
  rm -rf "$apps"
  publish Gateway.Proxy gateway
  publish bench/bare-yarp bare-yarp
  publish bench/driver driver
elif [ ! -d "$apps/driver" ]; then
  fail "nothing was built yet: run it without --no-build."
fi

# Connections to 10,000 targets are open at once.
ulimit -n "$(ulimit -Hn)" || fail "no more open files are allowed."

exec dotnet "$apps/driver/Gateway.Bench.dll" --root "$root" "${arguments[@]}"
