# shellcheck shell=bash
# Programs from Debian's packages: installed where they are missing and this may be done.

# install_packages PACKAGE…: as root or by sudo; whoever is neither is told what to run. Waits for another apt-get instead of giving up.
install_packages() {
  command -v apt-get >/dev/null || fail "apt-get is missing here. Please install with your own package manager: $*"
  local as_root=(env DEBIAN_FRONTEND=noninteractive)
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then fail "installing needs root. Please run once: sudo apt-get install --no-install-recommends $*"; fi
    as_root=(sudo -n "${as_root[@]}")
  fi
  note "installing Debian packages: $*"
  "${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=300 update
  "${as_root[@]}" apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@" >&2
}

# need_programs PROGRAM=PACKAGE…: installs the packages of those programs that are not there.
need_programs() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
}
