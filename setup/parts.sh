# Sourced. The parts that the stand-ins need in .hir, each made aside and renamed into place, with the checksum of what it was made from.

made_from() { [[ -f $1/.made-from && $(< "$1/.made-from") == "$2" ]]; }

onnxruntime_source() { (cat "$root/setup/npm/package-lock.json" && declare -f fetch_onnxruntime) | sha256sum; }

# ONNX Runtime: the C# sources and the linux-x64 library of an npm package of 150 MB; the other platforms are dropped.
fetch_onnxruntime() {
    local work=$temporary/onnxruntime package part
    mkdir -p "$work/out"
    cp "$root"/setup/npm/{package.json,package-lock.json,.npmrc} "$work/"
    (cd "$work" && npm ci --ignore-scripts --no-progress) || return 1
    package=$work/node_modules/com.github.asus4.onnxruntime
    (cd "$package" && find Runtime -name '*.cs' -exec cp --parents -t "$work/out" {} +) || return 1
    for part in Plugins/Linux/x64/libonnxruntime.so LICENSE ThirdPartyNotices.txt; do cp "$package/$part" "$work/out/" || return 1; done
    onnxruntime_source > "$work/out/.made-from"
    put "$work/out" "$root/.hir/onnxruntime"
}

shim_source() {
    (cd "$root/compat/TorchSharp/native" && find . -type f -exec sha256sum {} + | sort -k 2 && echo "${TORCH_ROOT:-}") | sha256sum
}

# The bridge to libtorch, in C++.
build_shim() {
    bash "$root/compat/TorchSharp/native/build.sh" "$temporary/torch" ${TORCH_ROOT:+"-DTORCH_ROOT=$TORCH_ROOT"} || return 1
    shim_source > "$temporary/torch/.made-from"
    put "$temporary/torch" "$root/.hir/torch"
}

node_source() { sha256sum < "$root/tests/node/package-lock.json"; }

# What tests need from npm stays where npm puts it; npm begins by removing what an interrupted one left.
fetch_node() {
    (cd "$root/tests/node" && npm ci --ignore-scripts --no-progress) || return 1
    node_source > "$root/tests/node/node_modules/.made-from"
}

# put NEW PLACE: renames a finished folder into place.
put() {
    [[ ! -e $2 ]] || mv "$2" "$temporary/old-$(basename "$2")" || return 1
    mv "$1" "$2"
}
