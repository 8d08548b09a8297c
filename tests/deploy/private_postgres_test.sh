#!/usr/bin/env bash
# What deploy/private-postgres promises, tried out: prints one line a promise, exit status 1 if one is not kept.
# shellcheck disable=SC2016,SC2317
set -uo pipefail
tool=$(realpath "$(dirname "$0")/../../deploy/private-postgres")
room=$(mktemp -d)
chmod 755 "$room"
clusters=()
broken=0
# shellcheck source=promises
source "$(dirname "${BASH_SOURCE[0]}")/promises"

cleanup() {
    local folder elsewhere
    for folder in "${clusters[@]}"; do
        "$tool" stop "$folder" >/dev/null 2>&1
        elsewhere=$(cat "$folder/elsewhere" 2>/dev/null) && rm -rf "$elsewhere"
        rm -rf "$folder"
    done
    rm -rf "$room"
}
trap cleanup EXIT

ask() { psql -XAtq "$("$tool" url "$1")" -c "$2"; }
number_of() { head -n 1 "$1/data/postmaster.pid"; }
ends() {
    for _ in {1..100}; do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    return 1
}

here=$room/plain
clusters+=("$here")
promise "start makes a cluster" "$tool" start "$here"
promise "its url reaches it" test "$(ask "$here" 'SELECT 1')" == 1
promise "checksums are on" test "$(ask "$here" 'SHOW data_checksums')" == on
promise "commits are durable" test "$(ask "$here" 'SHOW synchronous_commit')" == on
promise "it sorts by C.UTF-8" test "$(ask "$here" 'SHOW lc_collate')" == C.UTF-8
promise "it listens on no network address" test -z "$(ask "$here" 'SHOW listen_addresses')"
promise "it does not run as root" test "$(stat -c %u "/proc/$(number_of "$here")")" != 0
promise "nobody else can enter its folders" test "$(stat -c %a "$here/data" "$here/socket" | sort -u)" == 700
before=$(number_of "$here")
promise "a second start changes nothing" "$tool" start "$here"
promise "the same server runs on" test "$(number_of "$here")" == "$before"

ask "$here" 'CREATE TABLE kept AS SELECT 7 AS n'
kill -9 "$before"
ends "$before"
promise "it starts after a kill -9" "$tool" start "$here"
promise "what was committed is there" test "$(ask "$here" 'SELECT n FROM kept')" == 7

promise "stop stops it" "$tool" stop "$here"
promise "nothing of it runs" test ! -e "$here/data/postmaster.pid"
promise "a second stop is no error" "$tool" stop "$here"
promise "stop of what never was is no error" "$tool" stop "$room/never"
promise "url of a stopped cluster is the same" test -n "$("$tool" url "$here")"

# A power cut leaves a lock file whose number belongs to somebody else by now.
owner=$(stat -c %U "$here/data")
if [[ $(id -u) == 0 ]]; then
    runuser -u "$owner" -- sleep 300 &
    sleep 0.2
    stranger=$(pgrep -P $! -x sleep || echo $!)
else
    sleep 300 &
    stranger=$!
fi
printf '%s\n%s\n' "$stranger" "$here/data" >"$here/data/postmaster.pid"
chown "$owner" "$here/data/postmaster.pid" 2>/dev/null
promise "a lock file that names a stranger is no obstacle" "$tool" start "$here"
promise "the stranger lives" kill -0 "$stranger"
kill "$stranger"
promise "stop after that" "$tool" stop "$here"

long="$room/$(printf 'a%.0s' {1..60})/$(printf 'b%.0s' {1..60}) with spaces, and a comma"
clusters+=("$long")
promise "a path too long for a socket works" "$tool" start "$long"
promise "so does its url" test "$(ask "$long" 'SELECT 1')" == 1
promise "two clusters do not share a socket" test "$("$tool" url "$long")" != "$("$tool" url "$here")"

promise "a command that is none is refused" bash -c '"$1" begin "$2"; [[ $? == 2 ]]' - "$tool" "$room/x"
promise "a folder that is missing is refused" bash -c '"$1" start; [[ $? == 2 ]]' - "$tool"

if [[ $(id -u) == 0 ]]; then
    closed=$room/closed
    mkdir -m 700 "$closed"
    clusters+=("$closed/cluster")
    said=$("$tool" start "$closed/cluster" 2>&1)
    promise "a place closed to postgres is served from elsewhere" test "$(ask "$closed/cluster" 'SELECT 1')" == 1
    promise "start says where" grep -q /var/lib/lacuna-private/ <<<"$said"
    promise "it is found again" "$tool" start "$closed/cluster"
    promise "stop finds it too" "$tool" stop "$closed/cluster"
fi
exit $broken
