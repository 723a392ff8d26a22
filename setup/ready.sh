# Sourced with $root set. The quick question of every start: has set-up anything to do? Touches no network and takes some milliseconds.

# What the person asked for through the environment; another answer makes set-up choose and build again.
asked="${HIR_PACKAGES:-}|${HIR_DEVICE:-}|${TORCH_ROOT:-}"

# A checksum of the NuGet configuration in force: a feed named there later may hold what was not to be had before.
nuget_configuration() {
    local folder=$root files=() name
    while :; do
        for name in nuget.config NuGet.config NuGet.Config; do [[ ! -f $folder/$name ]] || files+=("$folder/$name"); done
        [[ $folder != / ]] || break
        folder=$(dirname "$folder")
    done
    name=${HOME:-/nonexistent}/.nuget/NuGet/NuGet.Config
    [[ ! -f $name ]] || files+=("$name")
    cat /dev/null ${files[@]+"${files[@]}"} | cksum
}

# ready hir|test: true if all is done, and then $app is the program to start.
# The stamp holds: root, what was asked, checksum of the NuGet configuration, the program, and a line for each file outside that it needs.
ready() {
    local stamp=$root/.hir/ready-$1 lines place inputs=()
    [[ -f $stamp ]] || return 1
    mapfile -t lines < "$stamp"
    (( ${#lines[@]} >= 4 )) || return 1
    [[ ${lines[0]} == "$root" && ${lines[1]} == "$asked" && ${lines[2]} == "$(nuget_configuration)" && -f ${lines[3]} ]] || return 1
    for place in "${lines[@]:4}"; do [[ -e $place ]] || return 1; done
    for place in src tools compat setup data global.json Directory.Build.props Directory.Build.targets Directory.Packages.props; do
        [[ ! -e $root/$place ]] || inputs+=("$root/$place")
    done
    [[ $1 != test ]] || inputs+=("$root/tests" "$root/bench" "$root/Hir.sln" "$root/.editorconfig")
    app=${lines[3]}
    [[ -z $(find "${inputs[@]}" \( -name bin -o -name obj -o -name node_modules -o -name TestResults \) -prune -o -newer "$stamp" -print -quit) ]]
}
