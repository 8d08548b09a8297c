#!/usr/bin/env bash
# What deploy/up promises, tried out in a folder of its own with stand-ins for the programs that it starts: how it starts,
# stops and goes on does not depend on what they do. Prints one line a promise, exit status 1 if one is not kept.
# shellcheck disable=SC2016,SC2317
set -uo pipefail
source_root=$(realpath "$(dirname "$0")/../..")
room=$(mktemp -d --tmpdir lacuna-up.XXXXXX)
chmod 755 "$room"
export PATH=$room/bin:$PATH
broken=0
running=

end_up() {
    [[ -n $running ]] || return 0
    kill "-${1:-TERM}" "$running" 2>/dev/null
    wait "$running" 2>/dev/null
    running=
}
cleanup() {
    end_up
    "$room/deploy/private-postgres" stop "$room/.data/postgres"
    rm -rf "$room"
}
trap cleanup EXIT

promise() {
    local text=$1 said
    shift
    if said=$("$@" 2>&1); then
        printf 'kept    %s\n' "$text"
    else
        printf 'BROKEN  %s\n%s\n%s\n' "$text" "$said" "$(tail -n 20 "$room/output")"
        broken=1
    fi
}
# until_true COMMAND…: waits for it, 60 s at most.
until_true() {
    for _ in {1..600}; do
        "$@" && return 0
        sleep 0.1
    done
    return 1
}
said() { grep -q "$1" "$room/output"; }
called() { grep -q "$1" "$room/.data/called"; }
# Processes of ours other than this script: whoever has the room in its command line.
left() { pgrep -f "$room/(build|\.data)" >/dev/null; }
nothing_left() { ! left; }
# As from a terminal: what a script starts in the background would never see Ctrl-C.
in_background() {
    : >"$room/output"
    setsid env --default-signal=INT "$room/deploy/up" "$@" >"$room/output" 2>&1 &
    running=$!
}
up() { in_background --port "$port"; }

mkdir -p "$room/build/release" "$room/bin" "$room/tests"
cp -r "$source_root/deploy" "$room/"
cp "$source_root"/tests/deploy/stand_ins/lacuna* "$room/build/release/"
cp "$source_root/tests/deploy/stand_ins/cmake" "$room/bin/"
: >"$room/build/release/build.ninja"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
serves() { said "The pages are at http://127.0.0.1:$port"; }

promise "set-up only ends after the build" "$room/deploy/up" --setup-only
promise "and keeps nothing" test ! -e "$room/.data"

up
promise "the first start comes to pages" until_true serves
promise "its key is shown" said lac_stand_in
promise "with a line that adds a video" said "curl -X POST http://127.0.0.1:$port/api/v1/items"
promise "the first watchlist is rehearsed over 60 days" called "rehearse --days 60 --watchlist .*--list first-look"
promise "both databases are there" test "$(psql -XAtq "$("$room/deploy/private-postgres" url "$room/.data/postgres")" \
    -c "SELECT count(*) FROM pg_database WHERE datname IN ('lacuna_simulated', 'lacuna_live')")" == 2
promise "a second start beside it is refused" bash -c '! "$1/deploy/up" --port "$2" && :' - "$room" "$((port % 60000 + 1024))"
end_up INT
promise "Ctrl-C stops the daemon cleanly" called stopped
promise "and everything else" until_true nothing_left

rm "$room/.data/called"
up
promise "the second start comes to pages" until_true serves
promise "no second key is shown" bash -c '! grep -q lac_stand_in "$1"' - "$room/output"
promise "the rehearsal only catches up" called '^rehearse --days 60$'
end_up KILL
promise "nothing but the cluster outlives a kill -9" until_true bash -c '! pgrep -f "$1/build" >/dev/null' - "$room"
up
promise "it starts again after that" until_true serves
end_up TERM
promise "and stops again" until_true nothing_left

: >"$room/.data/slow"
rm -f "$room/.data/simulated/rehearsed" "$room/.data/called"
up
promise "a rehearsal begins" until_true called '^rehearse'
kill -INT -- "-$running"
wait "$running"
running=
promise "Ctrl-C stops in the middle of it" until_true nothing_left
promise "without serving" bash -c '! grep -q serve "$1"' - "$room/.data/called"
rm "$room/.data/slow"

python3 -c "import socket, time; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', $port)); s.listen(); time.sleep(60)" &
holder=$!
until_true bash -c "(exec 3<>/dev/tcp/127.0.0.1/$port) 2>/dev/null"
up
wait "$running"
running=
promise "a taken port is said before anything starts" said "port $port is taken: deploy/up --port N"
kill "$holder"
wait "$holder" 2>/dev/null

sed "s/127.0.0.1:8080/127.0.0.1:$port/" "$room/deploy/lacuna.example.toml" >"$room/live.toml"
in_background --config "$room/live.toml"
promise "a configuration of one's own comes to pages" until_true serves
promise "without a rehearsal" bash -c '! grep -q rehearse "$1"' - "$room/called"
promise "and without the simulated platform" bash -c '! pgrep -f "$1/build/release/lacuna-simulated" >/dev/null' - "$room"
end_up INT
promise "Ctrl-C stops that too" until_true nothing_left
promise "a configuration that is not there is said to be so" bash -c '"$1/deploy/up" --config /no/such 2>&1 | grep -q "cannot be read"' - "$room"
exit $broken
