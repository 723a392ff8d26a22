# Sourced. The parts that the stand-ins need in .hir, each made aside and renamed into place, with the checksum of what it was made from.

made_from() { [[ -f $1/.made-from && $(< "$1/.made-from") == "$2" ]]; }

onnxruntime_source() { (cat "$root/setup/npm/package-lock.json" && declare -f fetch_onnxruntime keep_of_package) | sha256sum; }

# ONNX Runtime and ONNX Runtime GenAI: the C# sources and the linux-x64 libraries of two npm packages; the other platforms are dropped.
fetch_onnxruntime() {
    local work=$temporary/onnxruntime packages
    mkdir -p "$work/out/genai"
    cp "$root"/setup/npm/{package.json,package-lock.json,.npmrc} "$work/"
    (cd "$work" && npm ci --ignore-scripts --no-progress) || return 1
    packages=$work/node_modules/com.github.asus4
    keep_of_package "$packages.onnxruntime" libonnxruntime.so "$work/out" || return 1
    keep_of_package "$packages.onnxruntime-genai" libonnxruntime-genai.so "$work/out/genai" || return 1
    onnxruntime_source > "$work/out/.made-from"
    put "$work/out" "$root/.hir/onnxruntime"
}

# keep_of_package PACKAGE LIBRARY PLACE: what is used of one.
keep_of_package() {
    local file
    (cd "$1" && find Runtime -name '*.cs' -exec cp --parents -t "$3" {} +) || return 1
    for file in "Plugins/Linux/x64/$2" LICENSE ThirdPartyNotices.txt; do cp "$1/$file" "$3/" || return 1; done
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

# The folders of tests/ whose packages come from npm. A checkout may lack one.
node_folders() {
    local folder
    for folder in node node-transformers; do [[ ! -f $root/tests/$folder/package-lock.json ]] || echo "$folder"; done
}

node_source() { (cat "$root/tests/$1/package-lock.json" && declare -f fetch_node) | sha256sum; }

# fetch_node FOLDER: what tests need from npm stays where npm puts it; npm begins by removing what an interrupted one left.
# onnxruntime-node brings the libraries of five platforms: all but this one's are dropped. Its install script would fetch CUDA's; the CPU's
# needs none.
fetch_node() {
    local modules=$root/tests/$1/node_modules
    (cd "$root/tests/$1" && npm ci --ignore-scripts --no-progress) || return 1
    if [[ -d $modules/onnxruntime-node ]]; then
        find "$modules/onnxruntime-node/bin" -type f -not -path '*/linux/x64/*' -exec rm -f {} + || return 1
        [[ -f $(find "$modules/onnxruntime-node/bin" -name 'libonnxruntime.so*' -print -quit) ]] || return 1
    fi
    node_source "$1" > "$modules/.made-from"
}

# put NEW PLACE: renames a finished folder into place.
put() {
    [[ ! -e $2 ]] || mv "$2" "$temporary/old-$(basename "$2")" || return 1
    mv "$1" "$2"
}
