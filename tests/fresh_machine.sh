#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tries the README on a machine that has nothing: a minimal Debian 12 with git, in a chroot.
#
#   sudo tests/fresh_machine.sh [folder [command…]]
#
# Runs each command (by default ./dev demo and ./dev test) in a clone of the last commit. Packages
# come from where this machine's own apt and pip take them. The folder is kept for a look inside.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$(realpath -m "${1:-/tmp/loom-fresh-machine}")
shift || true
[ $# -gt 0 ] || set -- "./dev demo" "./dev test"

# apt_sources: the lines of this machine's Debian 12 archives.
apt_sources() {
  apt-get indextargets --format '$(CREATED_BY) $(ORIGIN) $(CODENAME) deb $(REPO_URI) $(RELEASE) $(COMPONENT)' |
    sed -n 's/^Packages Debian bookworm[^ ]* deb /deb /p' | sort -u
}

make_root() {
  [ -n "$(apt_sources)" ] || {
    echo "This machine's apt knows no Debian 12: make $root by debootstrap, then run this again." >&2
    exit 1
  }
  apt_sources | mmdebstrap --variant=minbase --include=git bookworm "$root" -
}

# What a network that is not the open Internet needs: proxies, certificates, pip's index.
copy_network_settings() {
  apt-config dump | grep -E '^Acquire::(http|https|Check)' >"$root/etc/apt/apt.conf.d/99host" || true
  cp --dereference /etc/resolv.conf "$root/etc/resolv.conf"
  [ ! -e /etc/pip.conf ] || cp /etc/pip.conf "$root/etc/pip.conf"
  mkdir -p "$root/usr/local/share/ca-certificates"
  find /usr/local/share/ca-certificates -name '*.crt' \
    -exec cp {} "$root/usr/local/share/ca-certificates/" \;
}

# in_root command: as a login on that machine would run it, without a terminal's input. The mounts
# live and die with this one process.
in_root() {
  unshare --mount --pid --fork bash -euc '
    mount -t proc proc "$0/proc"
    mount --rbind /dev "$0/dev"
    exec chroot "$0" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
      ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
      bash -euc "$1"' "$root" "$1" </dev/null
}

[ -d "$root/etc" ] || make_root
copy_network_settings
rm -rf "$root/srv/loom.git" "$root/root/loom"
git clone --quiet --bare . "$root/srv/loom.git"
in_root "git clone --quiet /srv/loom.git ~/loom"
for command in "$@"; do
  start=$SECONDS
  in_root "cd ~/loom && $command"
  echo "== fresh machine: '$command' ends well after $((SECONDS - start)) s"
done
