#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/test.sh [quick]

Installs what is missing, then builds and tests: formatting, this machine, clang-tidy,
AddressSanitizer and UndefinedBehaviorSanitizer, ThreadSanitizer, the Python tools, and on x86-64
the suite for the Pi Zero, without XNNPACK and thread pool, under qemu-arm -cpu arm1176, programs on a
whole virtual Pi Zero, and the suite for the Pi Zero 2 W under qemu-aarch64 -cpu cortex-a53. The last
line counts the tests.
`quick` tests this machine only, a few minutes.
END
}

quick=
case ${1:-} in
  '') ;;
  quick) quick=yes ;;
  -h | --help)
    usage
    exit 0
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac

cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p build/test
jobs=$(nproc)
passed=0
failed=0
skipped=0
failures=()

step() { printf '\n== %s (%d s)\n' "$*" "$SECONDS"; }

# Adds the counts of a ctest log: "95% tests passed, 1 tests failed out of 20", "(Skipped)".
count_ctest() {
  local log=$1 name=$2 status=$3 total bad skips
  total=$(sed -n 's/.*tests passed, [0-9]* tests failed out of \([0-9]*\).*/\1/p' "$log" | tail -n 1)
  bad=$(sed -n 's/.*tests passed, \([0-9]*\) tests failed out of.*/\1/p' "$log" | tail -n 1)
  skips=$(grep -cE '\*\*\*Skipped|\(Skipped\)$' "$log" || true)
  if [[ -z $total || ($status -ne 0 && ${bad:-0} -eq 0) ]]; then
    bad=1
    total=${total:-1}
  fi
  # ctest lists a skipped test once when it runs and once at the end.
  skips=$((skips / 2))
  passed=$((passed + total - bad - skips))
  failed=$((failed + bad))
  skipped=$((skipped + skips))
  if [[ $bad -gt 0 ]]; then failures+=("$name"); fi
}

# run_ctest NAME CTEST-ARGUMENTS...
run_ctest() {
  local name=$1 log=build/test/$1.log status=0
  shift
  ctest --output-on-failure --no-tests=error -j "$jobs" "$@" > "$log" 2>&1 || status=$?
  grep -E '^ *[0-9]+/[0-9]+ .*\*\*\*|tests passed|Failed\)$|Timeout\)$' "$log" || true
  if [[ $status -ne 0 ]]; then tail -n 60 "$log"; fi
  count_ctest "$log" "$name" "$status"
}

# build_and_test PRESET [CTEST-ARGUMENTS...]
build_and_test() {
  local preset=$1 log=build/test/$1.build.log
  shift
  step "$preset: build"
  if ! (cmake --preset "$preset" && cmake --build --preset "$preset" -j "$jobs") > "$log" 2>&1; then
    tail -n 60 "$log"
    echo "the whole log: $log"
    failed=$((failed + 1))
    failures+=("$preset: build")
    return
  fi
  step "$preset: test"
  run_ctest "$preset" --preset "$preset" "$@"
}

# The first of the user's and the system's Python that can import the modules.
python_with() {
  local candidate
  for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c "import $1" > /dev/null 2>&1; then
      echo "$candidate"
      return
    fi
  done
}

# run_pytest NAME FOLDER MODULES: the tests of the folder, which need the modules.
run_pytest() {
  local name=$1 folder=$2 modules=$3 log=build/test/$1.log status=0 line python bad
  step "$name"
  python=$(python_with "$modules")
  if [[ -z $python ]]; then
    echo "no Python with $modules: skipped"
    skipped=$((skipped + 1))
    return
  fi
  "$python" -m pytest -q "$folder" > "$log" 2>&1 || status=$?
  line=$(tail -n 1 "$log")
  echo "$line"
  number() { grep -oE "[0-9]+ $1" <<< "$line" | grep -oE '[0-9]+' || echo 0; }
  bad=$(($(number failed) + $(number error)))
  if [[ $status -ne 0 && $bad -eq 0 ]]; then bad=1; fi
  passed=$((passed + $(number passed)))
  skipped=$((skipped + $(number skipped)))
  failed=$((failed + bad))
  if [[ $bad -gt 0 ]]; then
    tail -n 60 "$log"
    failures+=("$name")
  fi
}

check_format() {
  step "formatting"
  local formatter
  formatter=$(command -v clang-format-14 || true)
  if [[ -z $formatter ]]; then
    echo "clang-format 14 is not installed: skipped"
    skipped=$((skipped + 1))
    return
  fi
  if git ls-files -z '*.cc' '*.h' | xargs -0 "$formatter" --dry-run --Werror; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    failures+=("formatting")
  fi
}

check_tidy() {
  step "clang-tidy"
  if ! command -v run-clang-tidy-14 > /dev/null; then
    echo "clang-tidy 14 is not installed: skipped"
    skipped=$((skipped + 1))
    return
  fi
  local log=build/test/clang-tidy.log
  # Configured only: without the tests, whose precompiled header is GCC's.
  cmake --preset host -B build/tidy -DDINOZERO_BUILD_TESTS=OFF > "$log" 2>&1 || true
  if run-clang-tidy-14 -quiet -j "$jobs" -p build/tidy "$PWD/(lib|kernels/reference|tools)/.*[.]cc\$" > "$log" 2> /dev/null; then
    passed=$((passed + 1))
  else
    grep -E 'error:' "$log" | sort -u | head -n 40
    failed=$((failed + 1))
    failures+=("clang-tidy")
  fi
}

groups=(build test)
if [[ -z $quick && $(uname -m) == x86_64 ]]; then groups+=(cross); fi
scripts/setup.sh "${groups[@]}"

check_format
build_and_test host
run_pytest converter tests/python pytest,numpy
run_pytest report benchmarks/pizero/reporting/tests pytest
if [[ -z $quick ]]; then
  check_tidy
  build_and_test host-asan
  build_and_test host-tsan
  DINOZERO="$PWD/build/host/tools/dinozero" run_pytest training training/tests pytest,torch.serialization,torchvision,PIL,safetensors,matplotlib
  if [[ $(uname -m) == x86_64 ]]; then
    scripts/fetch-sysroot.sh armel
    build_and_test armv6-linux-gnueabi
    step "virtual Pi Zero"
    run_ctest board --preset board -j 2
    scripts/fetch-sysroot.sh arm64
    build_and_test aarch64-linux-gnu
  else
    build_and_test host-noxnnpack
  fi
fi

step "done"
if [[ ${#failures[@]} -gt 0 ]]; then
  printf 'failed: %s\n' "${failures[@]}"
fi
echo "$passed passed, $failed failed, $skipped skipped"
[[ $failed -eq 0 ]]
