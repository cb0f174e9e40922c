# Sourced: a Docker engine, and Compose on it. Needs $work, a folder that goes away at the end, $project, and fail.

engine=

need() {
  local package
  for package in "$@"; do
    command -v "${package%%=*}" >/dev/null && continue
    [ "$(id -u)" = 0 ] || fail "${package%%=*} is missing"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${package#*=}" >/dev/null
  done
}

# Takes the engine that answers. Else root starts one: the script runs again, in namespaces of its own, so that the
# engine's networks, mounts and rules of a firewall go with it. Nothing can be downloaded in there, unless it is
# to ask a registry.
find_engine() {
  if [ -n "${STACK_ENGINE:-}" ]; then
    start_engine
  elif command -v docker >/dev/null && docker info >/dev/null 2>&1; then
    return
  elif [ "$(id -u)" = 0 ]; then
    need docker=docker.io dockerd=docker.io ip=iproute2
    [ "${STACK_REGISTRY:-false}" = true ] || keep_stand_ins "$work"
    rm -rf "$work"
    [ "${STACK_REGISTRY:-false}" = true ] || exec env STACK_ENGINE=own unshare --mount --net "$0"
    exec env STACK_ENGINE=own unshare --mount "$0"
  else
    echo 'stack: skipped, since no Docker engine answers here and only root could start one'
    rm -rf "$work"
    exit 0
  fi
}

start_engine() {
  ip link set lo up
  export DOCKER_HOST=unix://$work/engine.sock
  dockerd --data-root "$work/engine" --exec-root "$work/engine-run" --pidfile "$work/engine.pid" \
    --host "$DOCKER_HOST" >"$work/engine.log" 2>&1 &
  engine=$!
  for _ in $(seq 1 120); do
    docker info >/dev/null 2>&1 && return
    kill -0 "$engine" 2>/dev/null || break
    sleep 0.25
  done
  tail -n 20 "$work/engine.log" >&2
  fail 'the engine does not start'
}

stop_engine() {
  [ -n "$engine" ] || return 0
  kill -TERM "$engine" 2>/dev/null || true
  wait "$engine" 2>/dev/null || true
}

compose() {
  if docker compose version >/dev/null 2>&1; then
    docker compose --project-name "$project" "$@"
  else
    docker-compose --project-name "$project" "$@"
  fi
}

# Removes all that the project has made in the engine, and tells if anything is left.
take_down() {
  compose down --volumes --remove-orphans --rmi all --timeout 40 >/dev/null 2>&1 || true
  remove_stand_ins
  local left
  left=$(docker ps --all --quiet --filter "label=com.docker.compose.project=$project"
    docker volume ls --quiet --filter "label=com.docker.compose.project=$project"
    docker network ls --quiet --filter "label=com.docker.compose.project=$project"
    docker images --quiet "$IMAGES/*")
  [ -z "$left" ] || {
    echo "stack: something is left: $left" >&2
    return 1
  }
}

containers() { compose ps --quiet "$1"; }
address() { docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$1"; }
health() { docker inspect --format '{{if .State.Health}}{{.State.Health.Status}}{{end}}' "$1"; }

# Waits until a container says that it is healthy, for a minute at most.
await_healthy() {
  for _ in $(seq 1 240); do
    [ "$(health "$1")" != healthy ] || return 0
    sleep 0.25
  done
  fail "$(docker inspect --format '{{.Name}}' "$1") does not become healthy"
}

megabytes() { echo $(($(docker image inspect --format '{{.Size}}' "$1") / 1000000)); }
