#!/bin/bash
#SBATCH --job-name=mp2fb
#SBATCH --array=1-8
#SBATCH --nodes=1
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --time=24:00:00
#SBATCH --signal=B:USR1@150
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=mp2fb-%a.log
# A backfill as a job array: sbatch slurm.sh, after adapting the values below. The ledger must be on a local disk of a node,
# not on a network file system: add `--nodelist NODE` to keep all tasks, also requeued ones, where it is. One task again:
# sbatch --array=3 slurm.sh. The report of all tasks, when they have ended, whatever their exit codes:
#   sbatch --dependency=afterany:JOB --wrap "mp2fb report /scratch/out/*-of-8-*.json"
set -u
EXPORT=${EXPORT:-/scratch/export} OUT=${OUT:-/scratch/out} LEDGER=${LEDGER:-/var/lib/mp2fb} SHARDS=${SHARDS:-8}
TOKEN_FILE=${TOKEN_FILE:-$HOME/token.txt}
mkdir -p "$OUT"

# When Slurm starts a task again, --open-mode=append keeps its log, and the number of the attempt keeps its reports.
try=${SLURM_RESTART_COUNT:-0}
mp2fb upload "$EXPORT" --shard "auto/$SHARDS" --dataset-id 1234567890 --access-token-file "$TOKEN_FILE" \
  --threads "$SLURM_CPUS_PER_TASK" --concurrency 2 --progress plain --ledger "$LEDGER" \
  --report "$OUT/{shard}-try-$try-{run}.json" --rejects "$OUT/{shard}-try-$try-{run}-rejects.ndjson" &
upload=$!

# The time limit sends USR1 to this script alone, 150 s ahead; scancel and requeue send TERM to every process of the task,
# and KILL after the cluster's KillWait (30 s). Requests in flight get their answers, which takes about a second.
at_limit=no interrupted=no
trap 'at_limit=yes interrupted=yes; kill -TERM "$upload"' USR1
trap 'interrupted=yes' TERM
wait "$upload"
status=$?
while [ "$interrupted" = yes ]; do
  interrupted=no
  wait "$upload"
  status=$?
done
if [ "$at_limit" = yes ] && [ "$status" -eq 143 ]; then
  exec scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
fi
exit "$status"
