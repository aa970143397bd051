#!/usr/bin/env bash
# Run a command with a PostgreSQL of its own: in a temporary folder, as an ordinary user, gone afterwards.
# The command finds its address in BYALAG_DATABASE.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if [ -z "$bin" ]; then
  echo "PostgreSQL is missing. Install it:  sudo apt install postgresql" >&2; exit 1
fi
folder=$(mktemp -d)
as=()
if [ "$(id -u)" -eq 0 ]; then
  as=(setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$folder")
  chown -R nobody:nogroup "$folder"
fi
stop() { "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap stop EXIT
"${as[@]}" "$bin/initdb" -D "$folder/data" -U byalag -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" start -o \
  "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60" >/dev/null
export BYALAG_DATABASE="postgresql://byalag@/byalag?host=$folder"
"${as[@]}" "$bin/createdb" -h "$folder" -U byalag byalag
status=0
"$@" || status=$?
exit $status
