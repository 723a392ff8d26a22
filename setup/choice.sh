# Sourced. Genuine packages or stand-ins: asked of the feed once, written to .hir/choice.props (docs/packages.md).

choice_file=$root/.hir/choice.props

choice() { sed -n "s:.*<$1[^>]*>\(.*\)</$1>.*:\1:p" "$choice_file" 2> /dev/null | head -n 1; }

# Sets packages and device: from the file if it answers the same question, otherwise by asking the feed.
choose() {
    device=${HIR_DEVICE:-cpu}
    packages=${HIR_PACKAGES:-}
    [[ $device == cpu || $device == cuda ]] || fail 2 "HIR_DEVICE is '$device': it may be cpu or cuda."
    [[ -z $packages || $packages == nuget || $packages == compat ]] || fail 2 "HIR_PACKAGES is '$packages': it may be nuget or compat."
    local question
    question="$asked|$(nuget_configuration)|$(cksum < "$root/Directory.Packages.props")"
    if [[ $(choice HirChoiceQuestion) == "$question" ]]; then
        packages=$(choice HirPackages)
        return 0
    fi
    local reason="HIR_PACKAGES asks for them"
    [[ -n $packages ]] || ask_feed
    if [[ $packages == compat && $device == cuda ]]; then
        fail 2 "HIR_DEVICE=cuda needs the genuine packages, and they are not used: $reason." \
            "Name a feed that has them in nuget.config, or start without HIR_DEVICE."
    fi
    # The configuration again: the first restore of an account writes a default one.
    question="$asked|$(nuget_configuration)|$(cksum < "$root/Directory.Packages.props")"
    write_choice
    if [[ $packages == nuget ]]; then say "uses the genuine NuGet packages ($device): $reason."
    else say "uses the stand-ins in compat/ for ONNX Runtime, TorchSharp and Parquet.Net: $reason."; fi
}

# Restores the program with the genuine packages. Sets packages and reason.
ask_feed() {
    local lacking
    if otherwise=no step feed "asks the NuGet feed for the genuine packages (if it has them they are fetched now: $genuine_size)" \
        timeout --foreground "${HIR_FEED_SECONDS:-1200}" dotnet restore "$root/src/Hir.Cli/Hir.Cli.csproj" -p:HirPackages=nuget -p:HirDevice="$device" -v:q -tl:off; then
        lacking=$(lacking_version)
        if [[ -z $lacking ]]; then packages=nuget reason="the feed has them"
        else packages=compat reason="the feed has them, but TorchSharp's library needs $lacking, which this system's libraries lack"; fi
        return
    fi
    packages=compat
    lacking=$(sed -nE 's/.*error NU110[0-9]: Unable to find (a stable )?package ([A-Za-z0-9.-]*[A-Za-z0-9]).*/\2/p' "$root/.hir/log/feed.log" | sort -u | paste -sd ' ')
    if [[ -n $lacking ]]; then reason="the NuGet feed lacks ${lacking// /, }"
    elif grep -q NU1301 "$root/.hir/log/feed.log"; then reason="the NuGet feed can't be reached"
    else reason="restoring the genuine packages did not succeed (.hir/log/feed.log)"; fi
}

# The newest symbol version that TorchSharp's library wants of the system's and does not find, such as GLIBCXX_3.4.32; nothing where it loads.
lacking_version() {
    local version library
    version=$(sed -n 's:.*PackageVersion Include="TorchSharp" Version="\([^"]*\)".*:\1:p' "$root/Directory.Packages.props")
    library=${NUGET_PACKAGES:-$HOME/.nuget/packages}/torchsharp/$version/runtimes/linux-x64/native/libLibTorchSharp.so
    [[ ! -f $library ]] || ldd "$library" 2>&1 | sed -n "s:.*version .\([A-Z]*_[0-9.]*\)' not found.*:\1:p" | sort -uV | tail -n 1
}

write_choice() {
    cat > "$choice_file.new" <<EOF
<Project>
  <!-- Written by set-up; remove it to be asked again. -->
  <PropertyGroup>
    <HirPackages Condition="'\$(HirPackages)' == ''">$packages</HirPackages>
    <HirDevice Condition="'\$(HirDevice)' == ''">$device</HirDevice>
    <HirChoiceReason>$reason</HirChoiceReason>
    <HirChoiceTime>$(date -u +%Y-%m-%dT%H:%M:%SZ)</HirChoiceTime>
    <HirChoiceQuestion>$question</HirChoiceQuestion>
  </PropertyGroup>
</Project>
EOF
    mv -f "$choice_file.new" "$choice_file"
}
