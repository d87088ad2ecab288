#!/bin/sh
# Builds the gateway's image into the local Docker: see --help.

root=$(cd "$(dirname "$0")/.." && pwd) || exit 1
published=mcr.microsoft.com
projects=Gateway.Proxy
base=auto

usage() {
  cat <<EOT
Usage: eng/image.sh [--base auto|published|local] [--fakes] [argument of 'dotnet publish' ...]

Builds the image gateway:latest with 'dotnet publish Gateway.Proxy -t:PublishContainer', and says which base it has:

  published  $published/dotnet/aspnet, the chiseled one: no shell, no package manager
  local      the same content from this machine (Debian or Ubuntu): its .NET runtime, the libraries that this loads,
             certificates, a user. It is handed to the SDK by a registry on the loopback address (package docker-registry).
  auto       published where its registry can be reached, else local (default)

  --fakes    the images fakes-coredinator and fakes-coretelemetry too

  eng/image.sh -p:ContainerImageTag=1.2.0
  eng/image.sh --base published -r linux-arm64
EOT
}

fail() { echo "image.sh: $*" >&2; exit 1; }

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --fakes) projects="Gateway.Proxy Fakes.Coredinator Fakes.CoreTelemetry" ;;
    --base) base=$2; shift ;;
    *) break ;;
  esac
  shift
done

for tool in dotnet docker; do
  command -v $tool >/dev/null || fail "$tool is not on PATH"
done
docker info >/dev/null 2>&1 || fail "no Docker daemon responds to 'docker info'"

case $base in
  auto) if curl -fsSL -o /dev/null --max-time 10 "https://$published/v2/" 2>/dev/null; then base=published; else base=local; fi ;;
  published | local) ;;
  *) fail "--base is '$base', allowed: auto, published, local" ;;
esac

work=$(mktemp -d) || exit 1
registry=
trap '[ -z "$registry" ] || kill $registry; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# A registry that only this machine can reach, on a free port: $address.
start_registry() {
  command -v docker-registry >/dev/null || fail "$published cannot be reached, and a local base needs docker-registry (apt-get install docker-registry)"
  cat >"$work/registry.yml" <<EOT
version: 0.1
storage: { filesystem: { rootdirectory: $work/registry } }
http: { addr: "127.0.0.1:0" }
EOT
  docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
  registry=$!
  for _ in $(seq 100); do
    address=$(sed -n 's/.*listening on \(127\.0\.0\.1:[0-9]*\).*/\1/p' "$work/registry.log")
    [ -z "$address" ] || return 0
    kill -0 $registry 2>/dev/null || break
    sleep 0.1
  done
  fail "docker-registry does not start: $(tail -n 1 "$work/registry.log")"
}

# What the chiseled image of ASP.NET Core consists of, from this machine, below $work/root.
make_root() {
  runtime=$(dotnet --list-runtimes | sed -n 's/^Microsoft\.AspNetCore\.App \(10\.[^ ]*\) \[\(.*\)\/shared.*/\1 \2/p' | tail -n 1)
  version=${runtime%% *} from=${runtime#* }
  [ -n "$runtime" ] || fail "dotnet --list-runtimes names no ASP.NET Core 10"

  mkdir -p "$work/root/usr/share/dotnet/shared" "$work/root/usr/bin" "$work/root/etc/ssl/certs" "$work/root/home/app" "$work/root/app" "$work/root/tmp"
  cp -a "$from/dotnet" "$from/LICENSE.txt" "$from/ThirdPartyNotices.txt" "$work/root/usr/share/dotnet/"
  (cd "$from" && cp -a --parents "host/fxr/$version" "shared/Microsoft.NETCore.App/$version" "shared/Microsoft.AspNetCore.App/$version" "$work/root/usr/share/dotnet/") || exit 1
  ln -s /usr/share/dotnet/dotnet "$work/root/usr/bin/dotnet"

  # The libraries that the runtime is linked to, with the loader, and those that it opens by name.
  {
    ldd "$from/dotnet" "$from/shared/Microsoft.NETCore.App/$version"/*.so
    ldconfig -p | grep -E '^\s*(libssl|libcrypto)\.so\.3 '
  } | sed -nE 's:^(.*=> |\s+)(/[^ ]+).*:\2:p' | grep -v "^$from/" | sort -u | while read -r library; do
    mkdir -p "$work/root$(dirname "$library")"
    cp -L "$library" "$work/root$library"
  done
  cp -L /etc/ssl/certs/ca-certificates.crt "$work/root/etc/ssl/certs/"
  cp -L /etc/os-release "$work/root/etc/"
  printf 'root:x:0:0:root:/root:/sbin/nologin\napp:x:1654:1654::/home/app:/sbin/nologin\n' >"$work/root/etc/passwd"
  printf 'root:x:0:\napp:x:1654:\n' >"$work/root/etc/group"
  printf 'hosts: files dns\n' >"$work/root/etc/nsswitch.conf"
  chmod 1777 "$work/root/tmp"
}

base_arguments=
if [ "$base" = published ]; then
  echo "Base: the published one of $published"
else
  make_root
  start_registry
  image=$address/gateway-base:$version
  tar -C "$work/root" --owner=0 --group=0 --mtime=@0 --sort=name -c . |
    docker import -c 'USER 1654' -c 'ENV APP_UID=1654 ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true PATH=/usr/bin' \
      -m "made by eng/image.sh from the packages of $(. /etc/os-release && echo "$PRETTY_NAME")" - "$image" >/dev/null || fail "docker import failed"
  docker push -q "$image" >/dev/null || fail "docker push to $address failed"
  docker rmi "$image" >/dev/null
  export DOTNET_CONTAINER_INSECURE_REGISTRIES="$address"
  base_arguments=-p:ContainerBaseImage=$image
  echo "Base: made from this machine's packages, $(. /etc/os-release && echo "$PRETTY_NAME") with .NET $version ($published cannot be reached, or --base local)"
fi

# No build server: nothing is to be left running when this ends.
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_NOLOGO=1

for project in $projects; do
  # shellcheck disable=SC2086 # One argument or none.
  dotnet publish "$root/$project" -t:PublishContainer -v q -nologo $base_arguments "$@" || exit 1
  echo "Built: $project"
done
