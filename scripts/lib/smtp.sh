# shellcheck shell=bash
# smtp-sink and smtp-source, which take and send mails as fast as they can: out of Debian's package postfix, without installing it, so that no
# mail server is set up on this machine.

SMTP_TOOLS=$CACHE_DIR/smtp-tools

need_smtp_tools() {
  [ -x "$SMTP_TOOLS/usr/sbin/smtp-sink" ] && return
  command -v apt-get >/dev/null || fail "apt-get is missing here; put smtp-sink and smtp-source of postfix into $SMTP_TOOLS/usr/sbin"
  need_programs dpkg-deb=dpkg
  note "fetching smtp-sink and smtp-source (once)"
  local folder
  mkdir -p "$CACHE_DIR"
  folder=$(mktemp -d "$CACHE_DIR/fetch.XXXXXX")
  if ! (cd "$folder" && apt-get -qq download postfix 2>/dev/null); then
    install_packages ca-certificates # brings the lists of packages up to date
    (cd "$folder" && apt-get -qq download postfix 2>/dev/null) || fail "apt-get cannot download the package postfix"
  fi
  dpkg-deb -x "$folder"/postfix_*.deb "$folder/tools"
  # The rename comes last: whoever finds the folder finds it whole.
  rm -rf "$SMTP_TOOLS"
  mv "$folder/tools" "$SMTP_TOOLS"
  rm -rf "$folder"
}
