# shellcheck shell=bash
# What the measurements have in common: their options, the build, a folder that goes away, the process that measures.

# Whoever sources this needs report, packages, tools, postgres, meilisearch and services as well.

BENCH_COUNT=
BENCH_BUILD=true
BENCH_BINARIES=${CARGO_TARGET_DIR:-$ROOT/target}/release
BENCH_ARGUMENTS=()
BENCH_OWN=()
BENCH_FOLDER=
BENCH_MEASURING=

# bench_options OPTION…: takes those that every measurement knows; leaves the others in BENCH_OWN.
bench_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --quick) BENCH_ARGUMENTS+=(--seconds 1 --runs 3) ;;
      --no-build) BENCH_BUILD=false ;;
      --count)
        BENCH_COUNT=${2:?"$1 needs a number"}
        shift
        ;;
      --binaries)
        BENCH_BINARIES=${2:?"$1 needs a folder"}
        BENCH_BUILD=false
        shift
        ;;
      --seconds | --runs | --only)
        BENCH_ARGUMENTS+=("$1" "${2:?"$1 needs a value"}")
        shift
        ;;
      *) BENCH_OWN+=("$1") ;;
    esac
    shift
  done
}

# bench_count DEFAULT: how many cases were asked for.
bench_count() { printf '%s\n' "${BENCH_COUNT:-$1}"; }

# bench_no_more_options OPTION…: ends the script if there is one.
bench_no_more_options() {
  [ $# -eq 0 ] || fail "unknown option $1; $0 --help lists them"
}

# bench_build ARGUMENT…: a release build of what cargo's arguments name, unless something else is to be measured.
bench_build() {
  $BENCH_BUILD || return 0
  need_rust
  note "building (release)"
  cargo build --release --locked "$@"
}

# Makes BENCH_FOLDER; it goes away and everything in it is stopped, whatever ends the script.
bench_begin() {
  BENCH_FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/wissensnetz-bench.XXXXXX")
  chmod 711 "$BENCH_FOLDER" # PostgreSQL may run as another account and must get through
  trap bench_finish EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# The measuring process stops its servers itself when it is told to end.
bench_finish() {
  local status=$?
  trap - EXIT INT TERM
  [ -z "$BENCH_MEASURING" ] || stop_pid "$BENCH_MEASURING" TERM
  meilisearch_stop "$BENCH_FOLDER" || true
  postgres_stop "$BENCH_FOLDER" || true
  rm -rf "$BENCH_FOLDER"
  exit "$status"
}

# bench_cases COUNT FILE
bench_cases() {
  note "generating $1 cases"
  "$ROOT/scripts/generate-cases" --count "$1" --seed 1 >"$2"
}

# bench_python PROGRAM ARGUMENT…: a program of scripts/lib/bench, which may use those of scripts/lib.
bench_python() {
  local program=$1
  shift
  PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$ROOT/scripts/lib exec python3 "$ROOT/scripts/lib/bench/$program" "$@"
}

# bench_measure PROGRAM ARGUMENT…: runs a program of scripts/lib/bench in the background, so that a signal reaches this script at once.
bench_measure() {
  local program=$1
  shift
  bench_python "$program" --binaries "$BENCH_BINARIES" --folder "$BENCH_FOLDER" \
    "$@" ${BENCH_ARGUMENTS[@]+"${BENCH_ARGUMENTS[@]}"} &
  BENCH_MEASURING=$!
  wait "$BENCH_MEASURING"
  BENCH_MEASURING=
}
