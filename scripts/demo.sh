#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/demo.sh [PHOTOGRAPH] [OUTPUT.png]

Builds dinozero, encodes a photograph (JPEG, PNG, BMP) with the DINO-Micro of models/, prints what
came out, and writes a picture of what the model attends to (attention.png). Without a photograph
it takes the cat of scikit-image, from the Debian package python3-skimage.
END
}

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
  usage
  exit 0
fi
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
photograph=${1:-}
output=${2:-$PWD/attention.png}
model=$repository/models/dino-micro.safetensors
build=$repository/build/release

if [[ -n $photograph && ! -r $photograph ]]; then
  echo "demo: cannot read $photograph" >&2
  exit 1
fi
"$repository/scripts/setup.sh" build
mkdir -p "$repository/build"
echo "Building (a minute or two the first time, an hour on a Pi Zero) ..."
(cd "$repository" && cmake --preset release > "$repository/build/demo.log" 2>&1 &&
  cmake --build --preset release --target dinozero_command attention_map >> "$repository/build/demo.log" 2>&1) || {
  tail -n 30 "$repository/build/demo.log" >&2
  echo "demo: the build failed; the whole log is build/demo.log" >&2
  exit 1
}

others=()
if [[ -z $photograph ]]; then
  pictures=$repository/build/pictures
  photograph=$pictures/chelsea.png
  others=("$pictures/coffee.png" "$pictures/astronaut.png")
  if [[ ! -r $photograph ]]; then
    echo "Fetching a photograph of a cat, and two others to compare it with ..."
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    data=
    # The pictures have moved between the two packages.
    for package in python3-skimage python3-skimage-lib; do
      (cd "$work" && apt-get -qq -o APT::Sandbox::User="$(id -un)" download "$package") || continue
      dpkg-deb -x "$work/$package"_*.deb "$work/package"
      data=$(find "$work/package" -name chelsea.png -printf '%h' -quit)
      [[ -z $data ]] || break
    done
    if [[ -z $data ]]; then
      echo "demo: found no chelsea.png in python3-skimage (try apt-get update);" \
        "give a photograph of your own: scripts/demo.sh PHOTOGRAPH" >&2
      exit 1
    fi
    mkdir -p "$pictures"
    cp "$data"/{coffee,astronaut,chelsea}.png "$pictures"
  fi
fi

echo
"$build/tools/dinozero" info "$model"
echo
"$build/tools/dinozero" embed "$model" "$photograph" "${others[@]}"
echo
"$build/examples/attention_map" "$model" "$photograph" "$output"
