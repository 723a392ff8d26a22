# Sourced. What set-up tells, all of it on stderr: stdout belongs to the program.

say() { printf 'set-up: %s\n' "$*" >&2; }

# fail CODE LINE...: 1 something broke while running, 2 the machine lacks something that a person has to give.
fail() {
    local code=$1 line
    shift
    for line in "$@"; do say "$line"; done
    exit "$code"
}

# step NAME TEXT COMMAND...: runs the command with its output in .hir/log/NAME.log and tells how long it took.
# Where failing is an answer and no mishap, `otherwise` is the word for it.
step() {
    local name=$1 text=$2 start=$EPOCHREALTIME end log=$root/.hir/log/$1.log
    shift 2
    mkdir -p "$root/.hir/log"
    printf 'set-up: %s ...' "$text" >&2
    if "$@" > "$log" 2>&1 9>&- < /dev/null; then
        end=$EPOCHREALTIME
        printf ' done (%d.%d s)\n' $(( (${end/./} - ${start/./}) / 1000000 )) $(( (${end/./} - ${start/./}) / 100000 % 10 )) >&2
        return 0
    fi
    printf ' %s\n' "${otherwise:-failed}" >&2
    return 1
}

# broken NAME LINE...: ends set-up after a failed step: its last lines, what may mend it, and that the steps done so far are kept.
broken() {
    local name=$1 log=$root/.hir/log/$1.log
    shift
    grep -E 'error|E:|ERR|npm warn EBADENGINE' "$log" | sort -u | tail -n 12 | sed 's/^/    /' >&2 || tail -n 12 "$log" | sed 's/^/    /' >&2
    if grep -qE 'NU1301|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|Temporary failure resolving|Could not resolve|Failed to fetch|Could not connect' "$log"; then
        set -- "$@" "This looks like the network: set-up needs the Debian mirror, the npm registry and the NuGet feed that this machine is configured for."
    fi
    if grep -qE 'No space left|ENOSPC' "$log"; then set -- "$@" "The disk is full: free some space."; fi
    fail 1 "$@" "The whole output: $log" "Steps that are done stay done; start again to go on from here."
}
