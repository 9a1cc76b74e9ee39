#!/bin/bash
# A backfill on one machine in several processes, by GNU parallel. Usage: parallel.sh, after adapting the four values.
# Ctrl-C lets every process finish its requests (120 s) and write its report; the same command resumes.
set -uo pipefail
export EXPORT=${EXPORT:-/data/export} OUT=${OUT:-/data/out} SHARDS=${SHARDS:-8} TOKEN_FILE=${TOKEN_FILE:-token.txt}
export PARALLEL_SHELL=$BASH
mkdir -p "$OUT"

# shellcheck disable=SC2317 # parallel calls it
upload_shard() {
  mp2fb upload "$EXPORT" --shard "$1/$SHARDS" --dataset-id 1234567890 --access-token-file "$TOKEN_FILE" --quiet \
    --threads 1 --concurrency 2 --progress none --ledger "$OUT/ledger" \
    --report "$OUT/{shard}-{run}.json" --rejects "$OUT/{shard}-{run}-rejects.ndjson"
  local status=$?
  echo "shard $1 of $SHARDS: exit code $status" >&2
  case $status in
    # Stopped by Facebook, an input that could not be read, a signal: the next attempt may succeed.
    4 | 6 | 130 | 143) return "$status" ;;
    # Any other code would be the same again. The report below shows it.
    *) return 0 ;;
  esac
}
export -f upload_shard

# Without --termseq, parallel kills what has not ended 0.3 s after Ctrl-C.
seq "$SHARDS" | parallel --jobs "$SHARDS" --joblog "$OUT/jobs.log" --retries 3 --termseq TERM,120000,KILL,25 upload_shard
status=$?
mp2fb report "$OUT"/*-of-"$SHARDS"-*.json --fail-on 'exitCode>0' --fail-on 'missingShards>0' || exit
exit "$status"
