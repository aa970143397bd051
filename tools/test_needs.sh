#!/usr/bin/env bash
# What the tests need beside Python: Chromium, PostgreSQL, gettext. Installed when we may, else told with the apt line.
set -euo pipefail
missing=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
command -v pg_dump >/dev/null || missing+=(postgresql-client)
command -v msgmerge >/dev/null && command -v xgettext >/dev/null || missing+=(gettext)
command -v setpriv >/dev/null || [ "$(id -u)" -ne 0 ] || missing+=(util-linux)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "Installing ${missing[*]} …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # The database server must not start by itself: the tests start one of their own.
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  exit 0
fi
echo "The tests need something that is not on this machine. Install it, then try again:" >&2
echo "    apt install ${missing[*]}" >&2
exit 1
