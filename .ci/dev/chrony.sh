# chronyd, the real server of time that the tests of clocks ask. Installing Debian's package would take away the time service
# of this machine, with which it conflicts; so it is unpacked into build/tools and runs from there. Its libraries are apt's own.

unpack_chrony() {
  if [[ -x build/tools/chrony/usr/sbin/chronyd ]]; then return; fi
  exclusively download_chrony
}

download_chrony() {
  local log=build/apt.log folder=build/tools/chrony.new
  say "unpacking Debian's chrony into build/tools"
  rm -rf "$folder"
  mkdir -p "$folder"
  if ! { as_root apt-get update && (cd "$folder" && apt-get -o APT::Sandbox::User=root download chrony) &&
    dpkg-deb --extract "$folder"/chrony_*.deb "$folder"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    die "chrony could not be had; all that was said is in $log"
  fi
  rm -rf build/tools/chrony
  mv "$folder" build/tools/chrony
}
