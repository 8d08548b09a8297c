#!/usr/bin/env bash
# The units of deploy/systemd: systemd accepts every line of them, what is left exposed stays below the limit, and what they
# promise about stopping and secrets is in them. Prints one line a promise, exit status 1 if one is not kept.
# shellcheck disable=SC2016,SC2317
set -uo pipefail
root=$(realpath "$(dirname "$0")/../..")
room=$(mktemp -d --tmpdir lacuna-units.XXXXXX)
trap 'rm -rf "$room"' EXIT
broken=0
# shellcheck source=promises
source "$(dirname "${BASH_SOURCE[0]}")/promises"

# Programs of ours are not installed here, nor is the man page.
accepted() {
    sed -e 's,^ExecStart=\S*,ExecStart=/bin/true,' -e '/^Documentation=/d' "$1" >"$room/$(basename "$1")"
    local said
    said=$(systemd-analyze verify --man=no "$room/$(basename "$1")" 2>&1)
    [[ -z $said ]] || { printf '%s\n' "$said"; return 1; }
}
# In tenths: 15 is an exposure of 1.5.
exposed_at_most() { systemd-analyze security --offline=yes --no-pager --threshold="$1" "$2"; }

for unit in "$root"/deploy/systemd/*.service; do
    name=$(basename "$unit")
    promise "$name: systemd accepts it" accepted "$unit"
    promise "$name: its exposure is at most 1.5" exposed_at_most 15 "$unit"
    systemd-analyze security --offline=yes --no-pager "$unit" | sed -n 's/^→ /        /p'
done
unit=$root/deploy/systemd/lacuna.service
sed '/^CapabilityBoundingSet/d; /^ProtectSystem/d; /^User/d; /^SystemCallFilter/d' "$unit" >"$room/weak.service"
promise "the limit is one" refused exposed_at_most 15 "$room/weak.service"
promise "it stops within 20 s" grep -qx 'TimeoutStopSec=20' "$unit"
promise "it says when it is ready, and is watched" grep -qzP 'Type=notify\n(.*\n)*WatchdogSec=' "$unit"
promise "its secrets are credentials" grep -q '^LoadCredential=' "$unit"
promise "a refused configuration is not tried again and again" grep -qx 'RestartPreventExitStatus=2' "$unit"
for timer in "$root"/deploy/systemd/*.timer; do
    promise "$(basename "$timer"): systemd accepts it, and its service is there" accepted "$timer"
done
exit $broken
