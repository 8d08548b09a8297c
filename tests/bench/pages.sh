#!/usr/bin/env bash
# Requests a second and latency of pages from memory and from the database, beside nginx serving a file of the same bytes, in one
# run, one connection count, one machine. Needs wrk and nginx, and a daemon that runs.
# usage: tests/bench/pages.sh http://127.0.0.1:8080 [LIST]
set -euo pipefail
site=${1:?usage: tests/bench/pages.sh ADDRESS [LIST]}
list=${2:-first-look}
room=$(mktemp -d --tmpdir lacuna-pages.XXXXXX)
chmod 755 "$room"
nginx=
finish() {
    [[ -z $nginx ]] || kill "$nginx" 2>/dev/null || true
    rm -rf "$room"
}
trap finish EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$room/nginx.conf" <<CONF
daemon off;
worker_processes 1;
pid $room/pid;
error_log $room/error.log;
events { worker_connections 1024; }
http {
    access_log off;
    client_body_temp_path $room; proxy_temp_path $room; fastcgi_temp_path $room; uwsgi_temp_path $room; scgi_temp_path $room;
    sendfile on; tcp_nopush on; keepalive_requests 1000000;
    open_file_cache max=100;
    default_type text/html;
    server { listen 127.0.0.1:$port; root $room/root; }
}
CONF
mkdir "$room/root"
chmod -R a+rX "$room"
nginx -c "$room/nginx.conf" -e "$room/error.log" &
nginx=$!

# rate NAME ADDRESS: one line of wrk's figures.
rate() {
    wrk -t1 -c32 -d8s --latency -H 'Accept-Encoding: gzip' "$2" |
        awk -v name="$1" '/Requests\/sec/ {rate=$2} /99%/ {p99=$2} /Non-2xx/ {bad=$NF} END {printf "%-34s %10.0f requests/s  p99 %s %s\n", name, rate, p99, bad ? bad " not 2xx" : ""}'
}

for page in / "/lists/$list"; do
    curl -sf -H 'Accept-Encoding: gzip' "$site$page" -o "$room/root/page.html"
    chmod a+r "$room/root/page.html"
    printf '%s: %s bytes compressed\n' "$page" "$(stat -c %s "$room/root/page.html")"
    rate "  nginx, the same bytes" "http://127.0.0.1:$port/page.html"
    rate "  lacuna, from memory" "$site$page"
    # Another address each time is never in memory.
    for try in 1 2 3 4 5; do
        curl -s -o /dev/null -w '%{time_total}\n' "$site$page?days=$((30 + try))&n=$RANDOM"
    done | sort -n | awk '{t[NR]=$1} END {printf "  lacuna, from the database          median %.1f ms of %d\n", t[int((NR+1)/2)]*1000, NR}'
done
