#!/usr/bin/env bash
# tests/run [--quick]: installs what is missing, builds, and runs every test against a PostgreSQL of its own, which is gone
# afterwards. --quick: the debug build and its tests, nothing else. The last line says how many of what passed.
set -euo pipefail

root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")
cd "$root"
jobs=$(nproc)
quick=
case ${1:-} in
    "") ;;
    --quick) quick=yes ;;
    *) printf 'usage: tests/run [--quick]\n' >&2 && exit 2 ;;
esac

room=
step=
counts=()
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 ASAN_OPTIONS=detect_stack_use_after_return=1
export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1

begin() {
    step=$1
    printf '\n=== %s [%d s]\n' "$step" "$SECONDS"
}
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}
finish() {
    local status=$?
    trap '' INT TERM
    if [[ -n $room ]]; then
        deploy/private-postgres stop "$room/postgres" || true
        rm -rf "$room"
    fi
    ((status == 0)) || printf '\ntests/run: FAILED in the step "%s" after %d s\n' "$step" "$SECONDS"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Files that git knows or would add, so that a forgotten `git add` is checked as well.
sources() {
    git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do
        [[ ! -f $file ]] || printf '%s\n' "$file"
    done
}

# build PRESET [TARGET…]: configured once, then built.
build() {
    local preset=$1
    shift
    cmake --preset "$preset" >/dev/null || fail "cmake could not configure $preset; read its message above"
    cmake --build --preset "$preset" --parallel "$jobs" ${1:+--target "$@"} ||
        fail "the $preset build failed; see the first error above"
}

# run_tests PRESET NAME [ctest's options…]: counts what passed under NAME.
run_tests() {
    local preset=$1 name=$2 log passed skipped
    shift 2
    log=$room/ctest-$preset.log
    ctest --test-dir "build/$preset" --timeout 600 --output-on-failure "$@" | tee "$log"
    passed=$(grep -c ' Passed ' "$log" || true)
    skipped=$(grep -c '\*\*\*Skipped' "$log" || true)
    ((passed > 0)) || fail "no test ran: $name"
    counts+=("$passed $name")
    ((skipped == 0)) || counts+=("$skipped of them skipped")
}

check_format() {
    begin "format"
    local files scripts
    mapfile -t files < <(sources '*.cpp' '*.hpp')
    printf '%s\0' "${files[@]}" | xargs -0 -n 20 -P "$jobs" clang-format --dry-run --Werror || fail "run: clang-format -i FILES"
    mapfile -t scripts < <(sources deploy tests .ci | xargs grep -lE -m 1 '^#!.*bash')
    shellcheck --severity=warning "${scripts[@]}"
    counts+=("${#files[@]} files formatted")
}

# What the last commit and the working tree changed. Without precompiled headers: clang cannot read g++'s.
check_tidy() {
    begin "clang-tidy"
    local files
    mapfile -t files < <({
        git diff --name-only --diff-filter=d HEAD~1 2>/dev/null || true
        git ls-files --others --exclude-standard
    } | grep -E '^(daemon|probes|tests)/.*\.cpp$' | sort -u | head -n 40)
    if ((${#files[@]} > 0)); then
        cmake -S . -B build/tidy -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON >/dev/null
        printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$jobs" clang-tidy -p build/tidy --quiet 2>/dev/null ||
            fail "clang-tidy found what stands above"
    fi
    counts+=("${#files[@]} tidied")
}

start_database() {
    begin "a PostgreSQL of our own"
    room=$(mktemp -d --tmpdir lacuna-tests.XXXXXX)
    chmod 755 "$room" # The user postgres must get through.
    deploy/private-postgres start "$room/postgres"
    LACUNA_TEST_DATABASE=$(deploy/private-postgres url "$room/postgres")
    export LACUNA_TEST_DATABASE
}

begin "packages"
deploy/packages tests
start_database

if [[ -n $quick ]]; then
    begin "debug"
    build debug
    run_tests debug "tests" --parallel "$jobs" --label-exclude end_to_end
else
    check_format
    begin "address and undefined behaviour sanitizers"
    build asan
    run_tests asan "under the address sanitizer" --parallel "$jobs" --label-exclude end_to_end
    begin "thread sanitizer, for what has threads"
    build tsan run_test store_test
    run_tests tsan "under the thread sanitizer" --tests-regex '^(run|store)$'
    begin "release, end to end"
    build release lacuna lacuna-simulated-platform
    run_tests release "end to end" --label-regex end_to_end
    check_tidy
fi
step="counting"
summary=$(printf '%s, ' "${counts[@]}")
printf '\ntests/run: all passed: %s in %d s\n' "${summary%, }" "$SECONDS"
