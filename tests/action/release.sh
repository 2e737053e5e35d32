# Sourced by tests/action/run: a release is run when its archive is what the action
# or the workflow says it is, and never otherwise.
releases=$work/releases
platform=$(uname -m)
archive=bylaw-1.2.3-linux-$platform.tar.gz
mkdir -p "$releases/v1.2.3" "$work/packed"
cp "$BYLAW" "$work/packed/bylaw"
tar -C "$work/packed" -czf "$releases/v1.2.3/$archive" bylaw
digest=$(sha256sum <"$releases/v1.2.3/$archive" | cut -c1-64)
wrong=$(printf '%064d' 0)
release=(BYLAW_INPUT_BINARY= BYLAW_INPUT_VERSION=1.2.3 "BYLAW_INPUT_DOWNLOAD_FROM=file://$releases")

step 'a release without a digest' "${release[@]}"
status_is 2; output_is result error; commands_are_ours
grep -q 'no digest of' "$work/stdout" || problem "it does not say why"
step 'a release' "${release[@]}" "BYLAW_INPUT_DIGEST=$digest"
status_is 0; output_is result pass; commands_are_ours
# Kept for the next job, and looked at again there.
[[ -s $work/tools/bylaw/1.2.3/$archive ]] || problem "the archive is not kept"
mv "$releases/v1.2.3" "$releases/away"
step 'a release that is kept' "${release[@]}" "BYLAW_INPUT_DIGEST=$digest"
status_is 0
printf 'worse' >>"$work/tools/bylaw/1.2.3/$archive"
step 'a kept release that somebody changed' "${release[@]}" "BYLAW_INPUT_DIGEST=$digest"
status_is 2; output_is result error; commands_are_ours
mv "$releases/away" "$releases/v1.2.3"
step 'a kept release that is fetched again' "${release[@]}" "BYLAW_INPUT_DIGEST=$digest"
status_is 0

# The action's own list.
action=$work/listing
mkdir -p "$action/ci"; cp "$top"/ci/action* "$top/ci/problem-matcher.json" "$action/ci/"
rm -rf "$work/tools"
printf '# %s  %s\n%s  other.tar.gz\n' "$digest" "$archive" "$digest" >"$action/ci/SHA256SUMS"
step 'a release that is not in the list' "${release[@]}"
status_is 2
printf '%s  %s\n' "$wrong" "$archive" >>"$action/ci/SHA256SUMS"
step 'a release that is another in the list' "${release[@]}"
status_is 2
printf '%s  %s\n' "$digest" "$archive" >"$action/ci/SHA256SUMS"
step 'a release in the list' "${release[@]}"
status_is 0; output_is result pass

# What a release packs is what the action fetches: the name and what is in it; and
# the same program packed twice is the same archive.
packing=$work/packing
mkdir -p "$packing/ci"
cp "$top/ci/pack-release" "$top/ci/packages" "$packing/ci/"
cp "$top"/{CMakeLists.txt,LICENSE,README.md,CHANGELOG.md} "$packing/"
printf '#!/bin/sh\ncp %q "$1/bylaw"\n' "$BYLAW" >"$packing/ci/build-release"
chmod +x "$packing/ci/build-release"
said=$("$BYLAW" --version | sed -n '1s/^bylaw //p')
name='packing'
"$packing/ci/pack-release" "$said" "$work/one" >/dev/null || problem "it does not pack"
"$packing/ci/pack-release" "$said" "$releases/v$said" >/dev/null || problem "it does not pack"
cmp "$work/one"/*.gz "$releases/v$said"/*.gz || problem "two archives differ"
! "$packing/ci/pack-release" 9.9.9 "$work/other" 2>/dev/null || problem "it packs as a version that it is not"
grep -q '^Package: libgit2-dev$' "$work/one/linked/var/lib/dpkg/status" || problem "what is linked is not listed"
tar -tzf "$work/one"/*.gz licenses/libgit2-dev >/dev/null || problem "the terms of what is linked are not there"
(cd "$releases/v$said" && sha256sum -- *.tar.gz) >"$action/ci/SHA256SUMS"
step 'what a release packs' BYLAW_INPUT_BINARY= "BYLAW_INPUT_VERSION=$said" "BYLAW_INPUT_DOWNLOAD_FROM=file://$releases"
status_is 0; output_is result pass
unset action

# Nothing of an archive is run before its digest is right, nor kept.
printf '#!/bin/sh\ntouch %q\n' "$work/pwned" >"$work/packed/bylaw"
chmod +x "$work/packed/bylaw"
tar -C "$work/packed" -czf "$releases/v1.2.3/$archive" bylaw
rm -rf "$work/tools"
step 'another archive' "${release[@]}" "BYLAW_INPUT_DIGEST=$digest"
status_is 2; output_is result error; commands_are_ours
[[ ! -e $work/tools/bylaw/1.2.3/$archive ]] || problem "what was refused is kept"
ln -sf /bin/true "$work/packed/bylaw"
tar -C "$work/packed" -czf "$releases/v1.2.3/$archive" bylaw
step 'an archive with a link' "${release[@]}" "BYLAW_INPUT_DIGEST=$(sha256sum <"$releases/v1.2.3/$archive" | cut -c1-64)"
status_is 2
tar -C "$work" -czf "$releases/v1.2.3/$archive" home
step 'an archive without a program' "${release[@]}" "BYLAW_INPUT_DIGEST=$(sha256sum <"$releases/v1.2.3/$archive" | cut -c1-64)"
status_is 2; commands_are_ours
step 'a release that is not there' "${release[@]}" BYLAW_INPUT_VERSION=9.9.9 "BYLAW_INPUT_DIGEST=$digest"
status_is 2; commands_are_ours

for value in v1.2.3 1.2 latest '1.2.3/../../x' $'1.2.3\n::error::obeyed' '$(touch pwned)' '-h'; do
    step "version $(printf %q "$value")" "${release[@]}" "BYLAW_INPUT_VERSION=$value" "BYLAW_INPUT_DIGEST=$digest"
    status_is 2; output_is result error; commands_are_ours
    step "digest $(printf %q "$value")" "${release[@]}" "BYLAW_INPUT_DIGEST=$value"
    status_is 2; output_is result error; commands_are_ours
done
for value in http://localhost/ ftp://localhost --output=pwned '' 'https://a b' $'file:///x\n::error::obeyed' "file://$releases/{a,b}" '$(touch pwned)'; do
    step "download-from $(printf %q "$value")" "${release[@]}" "BYLAW_INPUT_DOWNLOAD_FROM=$value" "BYLAW_INPUT_DIGEST=$digest"
    status_is 2; output_is result error; commands_are_ours
done
rm -rf "$work/tools"
