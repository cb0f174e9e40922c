#!/usr/bin/env bash
# Removes, one after another, the lines that keep the invariants of the CACHED lane, and shows that a
# test fails without each. Works on a copy; takes about ten minutes. Ends with 1 if any mutation
# survives. `build/mutations WORD` runs those whose name holds the word.
set -uo pipefail

cd "$(dirname "$0")/.."
only=${1:-}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z | xargs -0 cp --parents -t "$copy"
cd "$copy"
# what a mutation leaves unused is a warning, and in a build of ours warnings are errors
sed -i '/<arg>-Werror<\/arg>/d' pom.xml
survived=0

query=query-service/src/main/java/io/twinlane/query
write=write-service/src/main/java/io/twinlane/write
shape=postgres/src/main/resources/io/twinlane/postgres/shape

# name, file, what sed does to it, module of the test, test
mutation() {
  local name=$1 file=$2 change=$3 module=$4 test=$5
  [[ $name == *"$only"* ]] || return 0
  cp "$file" "$copy/.original"
  sed -i "$change" "$file"
  if cmp -s "$file" "$copy/.original"; then
    echo "| $name | does not apply any more |"
    survived=1
    return 0
  fi
  if timeout 240 mvn --batch-mode --offline verify --projects "$module" --also-make \
    -Dspotless.check.skip -Dexec.skip \
    -Dtest=NoneAtAll -Dsurefire.failIfNoSpecifiedTests=false \
    -Dit.test="$test" -Dfailsafe.failIfNoSpecifiedTests=false >"$copy/.log" 2>&1; then
    echo "| $name | SURVIVED $test |"
    survived=1
  else
    first=$(grep -o "\[ERROR\] \+[A-Za-z]*IT\.[A-Za-z]*" "$copy/.log" | head -1 | sed 's/.* //')
    if [ -z "$first" ]; then
      first="(no test failed: $(grep -m1 'ERROR.*\.java' "$copy/.log" | cut -c1-120))"
      survived=1
    fi
    echo "| $name | $first |"
  fi
  cp "$copy/.original" "$file"
  rm -rf ./*/target/failsafe-reports
}

echo '| removed | first test that fails |'
echo '|---|---|'
mutation '1 what is volatile counts as known' $query/ReadSet.java \
  's/^        case VOLATILE -> {/        case VOLATILE -> { if (!function.name().isEmpty()) { continue; }/' query-service ReadSetIT
mutation '1 policies are not followed' $shape/shape.sql \
  's/and c.relrowsecurity/and false/' query-service ReadSetIT
mutation '1 dates that move are not looked for' $query/CachedLane.java \
  's/known.parsesText() \&\& DateWords/known.tables().isEmpty() \&\& DateWords/' query-service CachedLaneIT
mutation '2 the pool may write' $query/QuerySettings.java \
  's/pool, searchPath, true)/pool, searchPath, false)/' query-service QueryVerticleIT
mutation '3 the role is not in the key' $query/CacheKey.java \
  's/work.identity().role(),/null,/' query-service CachedLaneIT
mutation '3 the claims are not in the key' $query/CacheKey.java \
  's/looksAtSettings ? work.settings() : searchPath(work)/searchPath(work)/' query-service CachedLaneIT
mutation '4 the versions are not compared before storing' $query/CachedLane.java \
  's/boolean unmarked = versions.*/boolean unmarked = true;/' query-service CachedLaneIT
mutation '4 the same, seen by the checker' $query/CachedLane.java \
  's/boolean unmarked = versions.*/boolean unmarked = true;/;s/Entry.of(key, done, readSet.tables(), noted, begun)/Entry.of(key, done, readSet.tables(), versions.now(), begun)/' standalone ConsistencyIT
mutation '5 the writer does not wait for the word of the lane' $write/DirectLane.java \
  's/            .map(reply);/            .map(reply).isComplete() ? Future.succeededFuture(reply) : Future.succeededFuture(reply);/' \
  write-service WriteSetIT
mutation '5 a write of unknown outcome is not announced' $write/DirectLane.java \
  's/case Done _, Failure.Unknown _ -> written;/case Done _ -> written;/' write-service WriteSetIT
mutation '6 every write set counts as certain' $write/WriteSet.java \
  's/return certain ? new Certain(reach.tables()) : new ToObserve();/return new Certain(reach.tables());/' write-service WriteSetIT
mutation '6 foreign keys are not followed' $shape/reach.sql \
  "s/where c.contype = 'f' and c.confrelid/where false and c.confrelid/" write-service WriteSetIT
mutation '6 deferred triggers are not run before the look' postgres/src/main/java/io/twinlane/postgres/shape/Observed.java \
  's/SET CONSTRAINTS ALL IMMEDIATE/SELECT/' write-service WriteSetIT
mutation '7 a change of the schema empties nothing' $query/CachedLane.java \
  's/^    versions.markEverything();/    versions.now();/;s/^    cache.drop(_ -> true);//' query-service CachedLaneIT
mutation '8 age does not count' $query/AnswerCache.java \
  's/return entry.ageNanos(now) < settings.maxAge().toNanos();/return true;/' query-service CachedLaneIT
mutation '8 what a write ended is served while a newer one is read' $query/AnswerCache.java \
  's/if (versions.unmarkedSince(entry.noted(), entry.tables())) {/if (entry.noted() >= 0) {/' query-service CachedLaneIT
mutation '9 nobody joins' $query/CachedLane.java \
  's/flights.joinable(key, known) ? flights.join(key, work) : flights.lead(key, work)/flights.lead(key, work)/' query-service CachedLaneIT
mutation '9 who asks after a write joins a read of before it' $query/Flights.java \
  's/return flight != null \&\& unmarked(flight.noted, known);/return flight != null;/' query-service CachedLaneIT
mutation '9 the same, seen by the checker' $query/Flights.java \
  's/return flight != null \&\& unmarked(flight.noted, known);/return flight != null;/' standalone ConsistencyIT
mutation '11 entries weigh nothing' $query/AnswerCache.java \
  's/(int) Math.min(Integer.MAX_VALUE, entry.weight())/1/' query-service CachedLaneIT
mutation '11 what is too large is stored' $query/AnswerCache.java \
  's/return entry.weight() > settings.entryBytesMax().*/return false;/' query-service CachedLaneIT
exit $survived
