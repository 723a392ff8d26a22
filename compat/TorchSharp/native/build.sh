#!/bin/sh
# Builds libLibTorchSharp.so into OUTDIR: build.sh OUTDIR [more cmake arguments, e.g. -DTORCH_ROOT=/path/to/libtorch]
# Does nothing when the library is newer than its sources; quiet on success; on failure shows the compiler's output and exits 1.
set -eu
out=${1:?usage: build.sh OUTDIR [cmake arguments]}
shift
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
mkdir -p "$out"
out=$(CDPATH= cd -- "$out" && pwd)
library=$out/libLibTorchSharp.so
stamp=$out/build-arguments
if [ -f "$library" ] && [ "$(cat "$stamp" 2>/dev/null || true)" = "arguments: $*" ] \
    && [ -z "$(find "$here" -type f -newer "$library" -print -quit)" ]; then
    exit 0
fi
build=$out-build
log=$build/build.log
mkdir -p "$build"
if ! { cmake -S "$here" -B "$build" -DCMAKE_BUILD_TYPE=Release "$@" && cmake --build "$build" --parallel "${HIR_BUILD_JOBS:-2}"; } >"$log" 2>&1; then
    grep -n -m 40 -E 'error|Error|fatal|not found' "$log" >&2 || tail -n 40 "$log" >&2
    echo "libLibTorchSharp.so was not built; the whole log: $log" >&2
    exit 1
fi
cp "$build/libLibTorchSharp.so" "$library.new"
mv "$library.new" "$library"
echo "arguments: $*" >"$stamp"
