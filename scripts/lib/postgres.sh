# shellcheck shell=bash
# A PostgreSQL of our own: Debian's programs, a cluster in a folder that is thrown away, loopback only, no fsync.

# The folder of the newest installed server's programs.
postgres_programs() {
  local newest
  newest=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
  if [ -n "$newest" ]; then dirname "$newest"; elif command -v initdb >/dev/null; then dirname "$(command -v initdb)"; fi
}

need_postgres() {
  [ -n "$(postgres_programs)" ] || install_packages postgresql
  [ -n "$(postgres_programs)" ] || fail "PostgreSQL's initdb is not to be found after the installation"
}

# initdb and the server refuse to run as root: then they run as the package's own account.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# postgres_start FOLDER PORT: makes the cluster and waits until it answers.
postgres_start() {
  local folder=$1/postgres port=$2 programs
  programs=$(postgres_programs)
  mkdir -p "$folder"
  [ "$(id -u)" -ne 0 ] || chown postgres "$folder"
  as_postgres "$programs/initdb" --pgdata="$folder/data" --username=wissensnetz --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync \
    >"$1/initdb.log" 2>&1 || fail "initdb failed, see $1/initdb.log: $(tail -n 1 "$1/initdb.log")"
  as_postgres "$programs/pg_ctl" start --silent --wait --pgdata="$folder/data" --log="$folder/log" --options="-c listen_addresses=127.0.0.1 \
    -c port=$port -c unix_socket_directories= -c max_connections=300 -c shared_buffers=128MB \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off" >/dev/null || fail "PostgreSQL did not start: $(tail -n 3 "$folder/log")"
}

# postgres_stop FOLDER: by the pid that the server itself wrote down; its data need not survive.
postgres_stop() {
  local pid_file=$1/postgres/data/postmaster.pid
  [ -e "$pid_file" ] && stop_pid "$(head -n 1 "$pid_file")" QUIT
}
