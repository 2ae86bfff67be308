#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/setup.sh [build] [test] [cross] [report]

Installs what is missing of the packages that building (always), testing, and building and testing
for the Pi Zero need, and with report the charts of benchmarks/pizero/report, with apt-get; sudo is
used only where this is not run as root. Works on
Debian 12 and later, Ubuntu 22.04 and later, Raspberry Pi OS. Does nothing if nothing is missing.
END
}

fail() {
  echo "setup: $*" >&2
  exit 1
}

required=(cmake g++ ninja-build nlohmann-json3-dev libexpected-dev libcli11-dev libstb-dev)
# Not in every release, and the library does without them.
optional=(libxnnpack-dev libpthreadpool-dev libarchive-dev)
for group in "$@"; do
  case $group in
    build) ;;
    test)
      required+=(catch2 libbenchmark-dev pkg-config python3 python3-numpy python3-pytest)
      optional+=(clang-format-14 clang-tidy-14 python3-torch)
      ;;
    cross)
      required+=(g++-arm-linux-gnueabi g++-aarch64-linux-gnu binutils-arm-linux-gnueabi
        qemu-user qemu-system-arm debian-archive-keyring e2fsprogs python3)
      ;;
    report) optional+=(python3-matplotlib) ;;
    -h | --help)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
done

installed() {
  [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2> /dev/null) == installed ]]
}

command -v apt-get > /dev/null || fail "apt-get not found; install by hand: ${required[*]}, and if you can ${optional[*]}"

missing=()
wanted=()
for package in "${required[@]}"; do installed "$package" || missing+=("$package"); done
for package in "${optional[@]}"; do installed "$package" || wanted+=("$package"); done
if [[ ${#missing[@]} -eq 0 && ${#wanted[@]} -eq 0 ]]; then exit 0; fi

sudo=()
if [[ $EUID -ne 0 ]]; then
  command -v sudo > /dev/null || fail "not root and no sudo; as root: apt-get install ${missing[*]} ${wanted[*]}"
  sudo=(sudo)
fi
refreshed=
refresh() {
  [[ -n $refreshed ]] || "${sudo[@]}" apt-get -qq update
  refreshed=yes
}
available() {
  [[ -n $(apt-cache madison "$1" 2> /dev/null) ]]
}
install() {
  echo "setup: installing $*" >&2
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y "$@" > /dev/null
}

if [[ ${#missing[@]} -gt 0 ]]; then
  refresh
  install "${missing[@]}"
fi
for package in "${wanted[@]}"; do
  # A release without the package is asked once a day, not at every build.
  stamp=${XDG_CACHE_HOME:-$HOME/.cache}/dinozero/no-package-$package
  [[ -z $(find "$stamp" -mtime -1 2> /dev/null) ]] || continue
  refresh
  if available "$package"; then
    install "$package"
  else
    mkdir -p "$(dirname "$stamp")"
    touch "$stamp"
    echo "setup: this release has no $package; going on without it" >&2
  fi
done
