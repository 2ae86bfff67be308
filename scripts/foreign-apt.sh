#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/foreign-apt.sh ARCH apt-get|apt-cache ARGUMENT...

Runs apt-get or apt-cache on Debian 12's archive for another architecture (armel, arm64), with
lists of its own: no root, no dpkg --add-architecture, nothing of this system's package state is
read or changed. Works on Debian, Ubuntu and Raspberry Pi OS. Lists are kept in
$XDG_CACHE_HOME/dinozero (~/.cache/dinozero) and refreshed once a day.

Example: scripts/foreign-apt.sh armel apt-get download libbenchmark-dev

The mirror is the one that this system's own apt uses for Debian. Where it uses none (Ubuntu, 32-bit
Raspberry Pi OS), or to use another, name one: DINOZERO_DEBIAN_MIRROR=http://HOST, a mirror that has
/debian and /debian-security (see debian.org/mirror/list).
Debian 12 because it is the last release with a kernel for the Pi Zero's armel.
END
}

fail() {
  echo "foreign-apt: $*" >&2
  exit 1
}

if [[ $# -ge 1 && ($1 == -h || $1 == --help) ]]; then
  usage
  exit 0
fi
if [[ $# -lt 3 || ($2 != apt-get && $2 != apt-cache) ]]; then
  usage >&2
  exit 2
fi
architecture=$1
program=$2
shift 2

command -v "$program" > /dev/null || fail "$program not found: this needs a Debian-like system"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[[ -r $keyring ]] || fail "$keyring is missing: install the package debian-archive-keyring"

state=${XDG_CACHE_HOME:-$HOME/.cache}/dinozero/apt-$architecture
mkdir -p "$state/lists/partial" "$state/archives/partial"
# The host of the first archive that calls itself Debian.
system_mirror() {
  apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Identifier: Packages' 2> /dev/null |
    sed -n 's|^Debian \(.*\)/debian/*$|\1|p' | sed -n 1p
}
mirror=${DINOZERO_DEBIAN_MIRROR:-$(system_mirror)}
[[ -n $mirror ]] || fail "this system's apt has no Debian mirror; name one in DINOZERO_DEBIAN_MIRROR (see --help)"
sources="deb [signed-by=$keyring] $mirror/debian bookworm main
deb [signed-by=$keyring] $mirror/debian-security bookworm-security main"

options=(
  -o "APT::Architecture=$architecture" -o "APT::Architectures=$architecture"
  -o "APT::Sandbox::User=$(id -un)"
  -o "Acquire::Languages=none"
  -o "Dir::State::Lists=$state/lists" -o "Dir::State::Status=/dev/null"
  -o "Dir::Cache=$state" -o "Dir::Etc::SourceList=$state/sources.list"
  -o "Dir::Etc::SourceParts=/dev/null"
  # The system's hooks are not for these lists.
  -o "APT::Update::Post-Invoke-Success=" -o "APT::Update::Post-Invoke="
)

update() {
  # One update at a time: tests run in parallel.
  exec 9> "$state/lock"
  flock 9
  if [[ "$(cat "$state/sources.list" 2> /dev/null)" == "$sources" &&
        -n "$(find "$state/updated" -mtime -1 2> /dev/null)" ]]; then
    return
  fi
  printf '%s\n' "$sources" > "$state/sources.list"
  if apt-get "${options[@]}" -qq update >&2; then
    touch "$state/updated"
  elif [[ -e $state/updated ]]; then
    echo "foreign-apt: could not refresh the package lists; using the old ones" >&2
  else
    fail "could not fetch the package lists of $mirror/debian for $architecture"
  fi
}

update
exec "$program" "${options[@]}" "$@"
