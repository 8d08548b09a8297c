#!/usr/bin/env bash
# What deploy/backup and deploy/restore-check promise, tried out on a database of the real schema with two months of verdicts:
# prints one line a promise, exit status 1 if one is not kept.
# shellcheck disable=SC2016,SC2317
set -uo pipefail
root=$(realpath "$(dirname "$0")/../..")
room=$(mktemp -d --tmpdir lacuna-backup.XXXXXX)
chmod 755 "$room"
broken=0
# shellcheck source=promises
source "$(dirname "${BASH_SOURCE[0]}")/promises"
url=
writer=

cleanup() {
    [[ -z $writer ]] || kill "$writer" 2>/dev/null
    "$root/deploy/private-postgres" stop "$room/cluster" >/dev/null 2>&1
    local elsewhere
    elsewhere=$(cat "$room/cluster/elsewhere" 2>/dev/null) && rm -rf "$elsewhere"
    rm -rf "$room"
}
trap cleanup EXIT

# refused_with WORDS COMMAND…: it fails, and says so.
refused_with() {
    local words=$1 said
    shift
    ! said=$("$@" 2>&1) && grep -q "$words" <<<"$said"
}
sql() { psql -XAtq -v ON_ERROR_STOP=1 "$url" -c "$1"; }
backup() { "$root/deploy/backup" --database "$url" "$@"; }
check() { "$root/deploy/restore-check" --in "$room" "$@"; }
dumps() { find "$1" -name '*.dump.zst' | wc -l; }
# The newest of the backups, without its endings.
newest() { find "$store" -name '*.manifest' | sort | tail -n 1 | sed 's/\.manifest$//'; }

"$root/deploy/private-postgres" start "$room/cluster" 2>/dev/null || exit 1
url=$("$root/deploy/private-postgres" url "$room/cluster")
for file in "$root"/sql/*.sql; do psql -Xq -v ON_ERROR_STOP=1 "$url" -1 -f "$file" >/dev/null || exit 1; done
# 500 items on each of 60 days up to today, a third of them also under a later rule; a run a day; a call and a block to number.
sql "INSERT INTO installation (made_at, method_version, simulated) VALUES (now(), 1, true);
    INSERT INTO item (platform, platform_id) SELECT 'tiktok', 7000000000000000000 + n FROM generate_series(1, 500) n;
    SELECT ensure_verdict_partition(d::date, r::smallint)
      FROM generate_series(current_date - 60, current_date, interval '1 day') d, generate_series(1, 2) r;
    INSERT INTO verdict SELECT item, current_date - back, 0, 0, 0, 0, rule, CASE WHEN (item + back) % 7 = 0 THEN 'm' ELSE 'r' END::\"char\", '-', '-', true, true, 'y'
      FROM generate_series(1, 500) item, generate_series(0, 60) back, generate_series(1, 2) rule WHERE rule = 1 OR back > 40;
    INSERT INTO run (day, started_at, ended_at, seed, rule_version, api_arm, presence_arm, due)
      SELECT d, d + interval '3 hours', d + interval '5 hours', 1, 1, 'valid', 'valid', 500
        FROM generate_series(current_date - 60, current_date, interval '1 day') d" >/dev/null || exit 1

store=$room/store
promise "a backup is made" backup "$store"
first=$(newest)
promise "it is a dump and its manifest" test -s "$first.dump.zst" -a -s "$first.manifest"
promise "nobody else may read it" test "$(stat -c %a "$first.dump.zst" "$first.manifest" | sort -u)" == 600
promise "nothing half done is left" test -z "$(find "$store" -name '.partial*')"
promise "it is restored as it was" check "$first.dump.zst"
promise "and nothing of that is left" test -z "$(find "$room" -maxdepth 1 -name 'lacuna-restore*')"
promise "its days are those of the database" check --against "$url" "$first.dump.zst"

# Rows that come in while it is at work are in both or in neither.
(while psql -XAtq "$url" -c "INSERT INTO item (platform, platform_id) SELECT 'tiktok', max(platform_id) + 1 FROM item" 2>/dev/null; do :; done) &
writer=$!
busy=$room/busy
promise "a backup is made while the database is written to" backup "$busy"
kill "$writer"
wait "$writer" 2>/dev/null
writer=
promise "and is of one moment" check "$busy"

cp "$first".* "$room"
copy=$room/$(basename "$first")
printf 'X' | dd of="$copy.dump.zst" bs=1 seek=2000 conv=notrunc status=none
promise "a dump of which a byte has changed is refused" refused_with "is not the file that was written" check "$copy.dump.zst"
rm "$copy.manifest"
promise "a dump without its manifest is refused" refused_with "manifest is missing" check "$copy.dump.zst"
cp "$first.dump.zst" "$room"
sed -E '0,/^day/s/^(day.*)[0-9]$/\1x/' "$first.manifest" >"$copy.manifest"
promise "a day with other verdicts than were backed up is found" refused_with '^-day' check "$copy.dump.zst"
sed -E 's/^(rows\titem\t).*/\17/' "$first.manifest" >"$copy.manifest"
promise "a table with other rows is found" refused_with '^-rows' check "$copy.dump.zst"
sql "UPDATE verdict SET verdict = 'r' WHERE day = current_date - 30 AND item = (SELECT min(item) FROM verdict WHERE day = current_date - 30 AND verdict = 'm')"
promise "a closed day that was changed since is found" refused_with "closed days whose verdicts are others" check --against "$url" "$first.dump.zst"
promise "though the backup itself is as it was" check "$first.dump.zst"
sql "UPDATE verdict SET verdict = 'm' WHERE day = current_date - 30 AND (item + 30) % 7 = 0"
promise "put right, it is the same again" check --against "$url" "$first.dump.zst"
sql "UPDATE verdict SET decided_by = 1 WHERE day = current_date - 30 AND item = 5"
promise "so is evidence that was changed found" refused_with "closed days whose verdicts are others" check --against "$url" "$first.dump.zst"

old() { touch -d "$1 days ago" "$store/$2.dump.zst" "$store/$2.manifest"; }
old 6 lacuna-20260101T000000Z
old 8 lacuna-20251230T000000Z
old 90 another-20251230T000000Z
: >"$store/lacuna-notes.txt"
touch -d "90 days ago" "$store/lacuna-notes.txt"
promise "a failing backup is said to be one" refused backup --database "postgresql:///nowhere?host=/nonexistent" "$store"
promise "and removes nothing" test "$(dumps "$store")" == 4
promise "the next removes what is too old" backup "$store"
promise "of its own" test ! -e "$store/lacuna-20251230T000000Z.dump.zst" -a ! -e "$store/lacuna-20251230T000000Z.manifest"
promise "and nothing else" test -e "$store/lacuna-20260101T000000Z.dump.zst" -a -e "$store/another-20251230T000000Z.dump.zst" -a -e "$store/lacuna-notes.txt"
promise "--keep is in days" backup --keep 5 "$room/other"
promise "an option that is none is refused" bash -c '"$1/deploy/backup" --kep 5 "$2"; [[ $? == 2 ]]' - "$root" "$store"
promise "so is a backup without a folder" bash -c '"$1/deploy/backup"; [[ $? == 2 ]]' - "$root"
exit $broken
