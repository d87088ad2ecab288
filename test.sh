#!/bin/sh
# Builds everything once and runs all tests: see --help.

root=$(cd "$(dirname "$0")" && pwd) || exit 1

case $1 in
  -h | --help)
    cat <<EOT
Usage: ./test.sh [argument of 'dotnet test' ...]

Builds the solution and runs its tests: units, the gateway on real sockets, and the whole topology as processes
(on ports of its own: a running ./run.sh is not in the way). The exit code is that of the tests.

  ./test.sh --filter Distributed          only the tests that start the whole topology
  ./test.sh --filter Weighted             only tests with this in their name
  ./test.sh --logger trx                  a report in TestResults/ as well
EOT
    exit 0
    ;;
esac

command -v dotnet >/dev/null || { echo "test.sh: the .NET SDK is needed (the version in global.json), but there is no 'dotnet' on PATH." >&2; exit 1; }

# No build server: nothing is to be left running when this ends.
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_NOLOGO=1

echo "Building ..."
dotnet build "$root/Gateway.sln" -v q -nologo -clp:NoSummary || exit 1

echo "Testing ..."
exec dotnet test "$root/Gateway.sln" --no-build --nologo --logger "console;verbosity=normal" "$@"
