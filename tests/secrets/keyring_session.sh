#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# keyring_session.sh command…: runs it in a D-Bus session of its own, whose keyring is new, empty and
# open. Nothing of the user's own is touched, and everything ends with the command.

set -eu
[ "${1:-}" = --inside ] || {
  folder=$(mktemp -d "${TMPDIR:-/tmp}/loom-keyring.XXXXXX")
  trap 'rm -rf "$folder"' EXIT
  mkdir -m 700 "$folder/run"
  mkdir "$folder/data" "$folder/cache"
  HOME=$folder XDG_DATA_HOME=$folder/data XDG_CACHE_HOME=$folder/cache XDG_RUNTIME_DIR=$folder/run \
    dbus-run-session -- "$0" --inside "$@"
  exit
}
shift
unset DISPLAY WAYLAND_DISPLAY
# Before anything asks for it: a keyring that is asked first wants to show a window.
echo test | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1
"$@"
