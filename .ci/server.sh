# Sourced: a PostgreSQL of Debian's packages with contrib, and Twinlane on it, both gone at the end.

installed() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
if [ -z "$(installed)" ] || ! command -v psql >/dev/null || [ ! -e "$(installed)/../../../../share/postgresql/$(basename "$(dirname "$(installed)")")/extension/ltree.control" ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql postgresql-contrib
fi
bin=$(installed)

work=$(mktemp -d)
twinlane=
as_postgres() { if [ "$(id -u)" = 0 ]; then (cd "$work" && runuser -u postgres -- "$@"); else "$@"; fi; }
finish() {
  down
  as_postgres "$bin/pg_ctl" -D "$work/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT
if [ "$(id -u)" = 0 ]; then chown postgres "$work"; fi

# Starts PostgreSQL, with the options of the server that follow.
start_postgres() {
  port=54316
  as_postgres "$bin/initdb" -D "$work/data" -E UTF8 --locale=C.UTF-8 -U postgres -A trust >/dev/null
  as_postgres "$bin/pg_ctl" -D "$work/data" -l "$work/log" -w \
    -o "-p $port -k $work -c fsync=off -c listen_addresses=127.0.0.1 $*" start >/dev/null
  export PGHOST=127.0.0.1 PGPORT=$port PGUSER=postgres PGCLIENTENCODING=UTF8
  mkdir -p "$work/none/migrations" "$work/none/schema"
}

# Starts Twinlane at port 18090 with these settings.
up() {
  env SCHEMA_DIR="$work/none" HTTP_PORT=18090 MANAGEMENT_PORT=18091 "$@" \
    "$root/twinlane" up >"$work/up.log" 2>&1 &
  twinlane=$!
  for _ in $(seq 1 600); do
    grep -q 'Twinlane is running' "$work/up.log" && break
    kill -0 "$twinlane" 2>/dev/null || break
    sleep 0.2
  done
  grep -q 'Twinlane is running' "$work/up.log" || cat "$work/up.log"
}

down() {
  if [ -n "$twinlane" ]; then
    kill -TERM "$twinlane" 2>/dev/null || true
    wait "$twinlane" 2>/dev/null || true
    twinlane=
  fi
}
