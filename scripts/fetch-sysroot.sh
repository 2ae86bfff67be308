#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/fetch-sysroot.sh armel|arm64 [FOLDER]

Downloads what a cross build needs from Debian 12 and unpacks it into FOLDER (build/sysroot-ARCH):
the header-only libraries, Google Benchmark and pthreadpool, for arm64 also XNNPACK. Installs
nothing on this system and needs no root. Does nothing if the folder is complete already.
END
}

case ${1:-} in
  armel | arm64) architecture=$1 ;;
  -h | --help)
    usage
    exit 0
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
sysroot=${2:-$repository/build/sysroot-$architecture}

packages=(
  catch2 libcli11-dev libexpected-dev nlohmann-json3-dev libstb-dev libstb0
  libbenchmark-dev libbenchmark1debian
  libpthreadpool-dev libpthreadpool0
)
if [[ $architecture == arm64 ]]; then
  packages+=(libxnnpack-dev libxnnpack0 libcpuinfo-dev libcpuinfo0)
fi

stamp=$sysroot/.packages
if [[ "$(cat "$stamp" 2> /dev/null)" == "${packages[*]}" ]]; then
  echo "$sysroot is complete"
  exit 0
fi
command -v dpkg-deb > /dev/null || {
  echo "fetch-sysroot: dpkg-deb not found: this needs a Debian-like system" >&2
  exit 1
}

mkdir -p "$(dirname "$sysroot")"
work=$(mktemp -d "$sysroot.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/debs" "$work/root"
(cd "$work/debs" && "$repository/scripts/foreign-apt.sh" "$architecture" apt-get -q download \
  "${packages[@]}")
for package in "$work"/debs/*.deb; do
  dpkg-deb -x "$package" "$work/root"
done
printf '%s' "${packages[*]}" > "$work/root/.packages"
rm -rf "$sysroot"
mv "$work/root" "$sysroot"
echo "unpacked ${#packages[@]} packages into $sysroot"
