# Sourced. What the machine must have, and the Debian packages.

debian_packages=(libtorch-dev libopenblas0-pthread)
problems=()

# need TOOL PACKAGE WHY: notes a missing tool, with its mend; check_problems tells them all at once.
need() { command -v "$1" > /dev/null || problems+=("$1 is missing ($3): $2"); }

need_dotnet() {
    need dotnet "install the .NET 10 SDK" "builds and runs everything"
    if command -v dotnet > /dev/null && ! (cd "$root" && dotnet --version > /dev/null 2>&1); then
        problems+=("dotnet finds no SDK that fits global.json: install the .NET 10 SDK")
    fi
}

need_npm() {
    need node "apt-get install nodejs" "npm runs on it"
    need npm "apt-get install npm" "fetches $1"
}

need_compiler() {
    need g++ "apt-get install g++" "builds the bridge to libtorch"
    need cmake "apt-get install cmake" "builds the bridge to libtorch"
}

# Sets missing_debian to those of the Debian packages that are not installed. Another libtorch may be named in TORCH_ROOT.
find_missing_debian() {
    local package
    missing_debian=()
    [[ -z ${TORCH_ROOT:-} ]] || return 0
    for package in "${debian_packages[@]}"; do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2> /dev/null) == installed ]] || missing_debian+=("$package")
    done
}

# Sets as_root to what goes before apt-get; where there is no way to become root, the exact command is a problem to tell.
need_root() {
    as_root=()
    if ! command -v apt-get > /dev/null; then
        problems+=("apt-get is missing, and so are the Debian packages ${missing_debian[*]}: use Debian 12, or name another libtorch in TORCH_ROOT")
    elif [[ $(id -u) != 0 ]]; then
        local sudo="sudo " hint=""
        command -v sudo > /dev/null || sudo="" hint=" as root (there is no sudo here)"
        if [[ -n $sudo ]] && sudo -n true 2> /dev/null; then
            as_root=(sudo -n)
        else
            problems+=("the Debian packages ${missing_debian[*]} are missing, and only root can install them. Run this$hint, then start again:"
                "    ${sudo}apt-get update && ${sudo}apt-get install --no-install-recommends ${missing_debian[*]}")
        fi
    fi
}

check_problems() {
    (( ${#problems[@]} == 0 )) || fail 2 "this machine lacks something that set-up can't provide:" "${problems[@]/#/  }"
}

check_disk() {
    local free
    free=$(df -Pk "$root" | awk 'NR == 2 { print $4 }')
    (( free > $1 * 1024 )) || fail 2 "only $(( free / 1024 )) MB are free in $root, and set-up needs about $1 MB: free some space."
}

install_debian() {
    local frontend=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -q)
    "${as_root[@]}" "${frontend[@]}" update || echo "the package lists could not be refreshed: going on with those that are here"
    "${as_root[@]}" "${frontend[@]}" install -y --no-install-recommends "${missing_debian[@]}"
}
