# Sourced: base images made on this machine, for where no registry can be asked. They go into the engine that
# DOCKER_HOST names. What takes long to make is kept below the cache folder, which may be deleted at any time.

stand_in_cache=${XDG_CACHE_HOME:-$HOME/.cache}/twinlane-stack
paths=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# Downloads what is not kept yet; $1 is a folder to work in.
keep_stand_ins() {
  mkdir -p "$stand_in_cache"
  [ -e "$stand_in_cache/base.tar" ] || make_base "$1/base"
  [ -e "$stand_in_cache/postgres.tar" ] || make_postgres "$1/postgres"
}

# Makes twinlane-stand-in/{base,java,postgres}; $1 is a folder to work in.
make_stand_ins() {
  local folder=$1
  keep_stand_ins "$folder"
  mkdir -p "$folder/java"
  docker import --change "ENV PATH=$paths" "$stand_in_cache/base.tar" twinlane-stand-in/base >/dev/null
  printf 'FROM twinlane-stand-in/base\nCOPY . /opt/java/openjdk\nENV PATH=/opt/java/openjdk/bin:%s\n' "$paths" \
    >"$folder/java/Dockerfile"
  # jlink compares every file of a JDK with what was there when it was built, so that all of them go in
  tar -C "$(installed_jdk)" -ch . -C "$folder/java" ./Dockerfile |
    docker build --quiet --tag twinlane-stand-in/java - >"$folder/java.log" 2>&1 || { cat "$folder/java.log" >&2; return 1; }
  docker import --change "ENV PATH=$(postgres_bin "$stand_in_cache/postgres.tar"):$paths" \
    --change 'ENTRYPOINT ["postgres-stand-in"]' --change 'CMD ["postgres"]' \
    --change 'EXPOSE 5432' "$stand_in_cache/postgres.tar" twinlane-stand-in/postgres >/dev/null
}

installed_jdk() {
  local candidate
  for candidate in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" /usr/lib/jvm/* /opt/*jdk* /opt/java/*; do
    if [ -x "$candidate/bin/jlink" ] && grep -q '^JAVA_VERSION="25' "$candidate/release" 2>/dev/null; then
      printf '%s' "$candidate"
      return
    fi
  done
  echo 'stack: no JDK 25 on this machine' >&2
  return 1
}

# A root file system of Debian, from where this machine takes its own packages.
make_base() {
  local site release
  need debootstrap=debootstrap
  read -r site release < <(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(CREATED_BY)' |
    awk -v own="$(. /etc/os-release && echo "$VERSION_CODENAME")" '$3 == "Packages" && $2 == own { print $1, $2; exit }')
  debootstrap --variant=minbase --include=ca-certificates "$release" "$1" "$site" >"$1.log" 2>&1 || {
    tail -n 20 "$1.log" >&2
    return 1
  }
  keep "$1" base
}

# The same with PostgreSQL, which is unpacked and not set up: the entry point does what is needed.
make_postgres() {
  mkdir -p "$1" "$1.packages/partial"
  tar -C "$1" -xf "$stand_in_cache/base.tar"
  apt-get install -qq -y --download-only --no-install-recommends -o Dir::State::status="$1/var/lib/dpkg/status" \
    -o Dir::Cache::archives="$1.packages" -o APT::Sandbox::User=root postgresql >/dev/null
  local package
  for package in "$1.packages"/*.deb; do
    # /lib and /bin are links there, which dpkg-deb -x would put folders in place of
    dpkg-deb --fsys-tarfile "$package" | tar -C "$1" -x --keep-directory-symlink
  done
  # a third of it is for compiling expressions, which nothing here waits for
  rm -rf "$1"/usr/lib/*/libLLVM* "$1"/usr/lib/postgresql/*/lib/{bitcode,llvmjit*}
  echo 'postgres:x:999:999::/var/lib/postgresql:/bin/sh' >>"$1/etc/passwd"
  echo 'postgres:x:999:' >>"$1/etc/group"
  install -d -o 999 -g 999 -m 1777 "$1/var/lib/postgresql" "$1/var/run/postgresql" "$1/docker-entrypoint-initdb.d"
  install -m 755 "$root/.ci/postgres-stand-in" "$1/usr/local/bin/"
  keep "$1" postgres
}

keep() {
  tar -C "$1" -c --exclude=./var/cache --exclude=./var/lib/apt/lists --exclude=./usr/share/doc \
    --exclude=./usr/share/locale --exclude=./usr/share/man . >"$stand_in_cache/.$2.tar"
  mv "$stand_in_cache/.$2.tar" "$stand_in_cache/$2.tar"
}

postgres_bin() { tar -tf "$1" | sed -n 's|^\.\(/usr/lib/postgresql/[0-9]*/bin\)/postgres$|\1|p'; }

remove_stand_ins() {
  docker images --quiet 'twinlane-stand-in/*' | sort -u | xargs -r docker rmi --force >/dev/null 2>&1 || true
}
