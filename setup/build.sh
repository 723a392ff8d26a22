# Sourced. Builds what was asked for and publishes the program to a folder of its own, so that one that runs is never written over.

nuget_size="30 MB for ./hir, 90 MB for ./test"

build() {
    local project=src/Hir.Cli/Hir.Cli.csproj text="builds the program" folder
    [[ $what == hir ]] || project=Hir.sln text="builds program and tests"
    # These folders appear before the stamp's time is taken: making them later would make their parents look edited.
    for folder in "$root"/{src,tools,compat,tests,bench}/*/*.csproj; do mkdir -p "${folder%/*}/bin" "${folder%/*}/obj"; done
    touch "$temporary/start"
    step build "$text" dotnet build "$root/$project" -c Release -v:q -tl:off || broken build "The build failed."
    publish
    stamp hir
    [[ $what == hir ]] || stamp test
}

# Hard links: no copy of the native libraries. The build replaces files, it does not write into them.
publish() {
    local id old
    id=$(date -u +%Y%m%d%H%M%S)-$$
    mkdir -p "$root/.hir/app"
    cp -al "$root/src/Hir.Cli/bin/Release/net10.0" "$temporary/app" 2> /dev/null ||
        cp -a "$root/src/Hir.Cli/bin/Release/net10.0" "$temporary/app"
    : > "$temporary/app/.in-use"
    mv "$temporary/app" "$root/.hir/app/$id"
    program=$root/.hir/app/$id/hir.dll
    for old in "$root"/.hir/app/*/; do
        old=${old%/}
        [[ $old != "${program%/*}" ]] || continue
        # A program that runs holds a shared lock on its folder.
        if [[ ! -e $old/.in-use ]] || (flock -n -x 8) 8< "$old/.in-use"; then rm -rf "$old"; fi
    done
}

stamp() {
    local folder
    {
        printf '%s\n' "$root" "$asked" "$(nuget_configuration)" "$program"
        if [[ $packages == compat ]]; then
            printf '%s\n' "$root/.hir/onnxruntime/libonnxruntime.so" "$root/.hir/onnxruntime/genai/libonnxruntime-genai.so"
            [[ -n ${TORCH_ROOT:-} ]] || compgen -G '/usr/lib/*/libtorch_cpu.so' || true
        fi
        if [[ $1 == test ]]; then for folder in $(node_folders); do printf '%s\n' "$root/tests/$folder/node_modules/.made-from"; done; fi
    } > "$temporary/ready"
    touch -r "$temporary/start" "$temporary/ready"
    mv -f "$temporary/ready" "$root/.hir/ready-$1"
}
