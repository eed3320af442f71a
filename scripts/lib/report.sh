# shellcheck shell=bash
# What a step does, in one line; how long it took, in a table at the end.

REPORT_NAMES=()
REPORT_SECONDS=()

# Says what is happening; the work itself may print what it likes.
note() { printf '== %s\n' "$*" >&2; }

# Ends the script with a reason and what to do about it.
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# help_if_asked ARGUMENT…: where one of them asks for it, prints the head of the script and ends it. What stands behind `--` is not the script's own.
help_if_asked() {
  local argument
  for argument in "$@"; do
    case $argument in
      -h | --help)
        sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$ROOT/scripts/${0##*/}"
        exit 0
        ;;
      --) return ;;
    esac
  done
}

# step NAME COMMAND…: says NAME, runs the command, keeps its duration. A failing command ends the script: errexit stays in force inside,
# because the call is nowhere part of a condition.
step() {
  local name=$1 started=$SECONDS
  shift
  note "$name"
  REPORT_RUNNING=$name
  "$@"
  REPORT_RUNNING=
  REPORT_NAMES+=("$name")
  REPORT_SECONDS+=($((SECONDS - started)))
}

# report_summary STATUS: the table, and the step that failed if one did.
report_summary() {
  local status=$1 index
  printf '\n' >&2
  for index in "${!REPORT_NAMES[@]}"; do
    printf '%7d s  %s\n' "${REPORT_SECONDS[index]}" "${REPORT_NAMES[index]}" >&2
  done
  printf '%7d s  in all\n' "$SECONDS" >&2
  if [ -n "${REPORT_RUNNING:-}" ] && [ "$status" -ne 0 ]; then
    printf 'failed (exit code %d): %s\n' "$status" "$REPORT_RUNNING" >&2
  fi
}
