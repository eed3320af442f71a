# shellcheck shell=bash
# PostgreSQL and Meilisearch for tests: started on free ports in one folder that holds all they write, stopped by pid.

# Whoever sources this needs report, packages, tools, postgres and meilisearch as well.

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# stop_pid PID SIGNAL: waits ten seconds, then ends it for good.
stop_pid() {
  local pid=$1 signal=$2 attempt
  kill -s "$signal" "$pid" 2>/dev/null || return 0
  for attempt in {1..200}; do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.05
  done
  note "process $pid did not end after $attempt looks; killing it"
  kill -s KILL "$pid" 2>/dev/null || true
}

need_services() {
  need_programs python3=python3
  need_postgres
  need_meilisearch
}

# A new folder for what a run of the tests writes, in memory where four gigabytes are free: thousands of databases and indexes are made and thrown away,
# and each costs the disk more than the processor.
scratch_folder() {
  local least=$((4 * 1024 * 1024)) place=${TMPDIR:-/tmp} free
  free=$({
    df --output=avail -k /dev/shm | tail -n 1
    awk '/^MemAvailable:/ { print $2 }' /proc/meminfo
  } 2>/dev/null | sort -n | head -n 1) || free=
  if [ "${free:-0}" -ge "$least" ] && [ -w /dev/shm ]; then place=/dev/shm; fi
  mktemp -d "$place/wissensnetz-test.XXXXXX"
}

# services_start FOLDER: starts both and leaves FOLDER/env, which exports where they are.
services_start() {
  local folder=$1 postgres_port meilisearch_port key
  chmod 711 "$folder" # PostgreSQL may run as another account and must get through
  postgres_port=$(free_port)
  meilisearch_port=$(free_port)
  key=$(head -c 24 /dev/urandom | base64 | tr -d '/+=')
  postgres_start "$folder" "$postgres_port"
  meilisearch_start "$folder" "$meilisearch_port" "$key"
  (umask 077 && cat >"$folder/env") <<END
export WISSENSNETZ_TEST_POSTGRES_URL=postgres://wissensnetz@127.0.0.1:$postgres_port/postgres
export WISSENSNETZ_TEST_MEILISEARCH_URL=http://127.0.0.1:$meilisearch_port
export WISSENSNETZ_TEST_MEILISEARCH_KEY=$key
export WISSENSNETZ_TEST_MEILISEARCH_BIN=$MEILISEARCH_BINARY
export WISSENSNETZ_TEST_REQUIRE_SERVICES=1
END
}

# services_stop FOLDER: stops what runs there and removes the folder.
services_stop() {
  meilisearch_stop "$1" || true
  postgres_stop "$1" || true
  rm -rf "$1"
}
