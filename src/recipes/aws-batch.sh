#!/bin/bash
# A backfill as an array job of AWS Batch: adapt account, region, roles, image (see the recipe Dockerfile) and bucket.
# /mnt/mp2fb is a disk of the instance, owned by the user 1000: use a compute environment of EC2 with one instance. On Fargate
# no disk outlives a task: a new task sends everything again, and Facebook removes duplicates only within 7 days.
set -euo pipefail

# Exit codes 1, 2, 3 and 7 would be the same again; after any other one the job is retried and resumes. AWS never retries a
# job that ended with 0, and accepts at most five entries here.
retry_strategy='{
  "attempts": 6,
  "evaluateOnExit": [
    { "onExitCode": "1", "action": "EXIT" },
    { "onExitCode": "2", "action": "EXIT" },
    { "onExitCode": "3", "action": "EXIT" },
    { "onExitCode": "7", "action": "EXIT" },
    { "onReason": "*", "action": "RETRY" }
  ]
}'

container_properties='{
  "image": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/mp2fb:1.0.0",
  "jobRoleArn": "arn:aws:iam::123456789012:role/mp2fb-reads-exports",
  "executionRoleArn": "arn:aws:iam::123456789012:role/mp2fb-starts",
  "resourceRequirements": [{ "type": "VCPU", "value": "1" }, { "type": "MEMORY", "value": "1024" }],
  "command": [
    "upload", "s3://retail-exports/mparticle/2026/", "--shard", "auto", "--dataset-id", "1234567890",
    "--threads", "1", "--concurrency", "2", "--progress", "plain",
    "--report", "/state/{shard}-{run}.json", "--rejects", "/state/{shard}-{run}-rejects.ndjson"
  ],
  "secrets": [
    {
      "name": "MP2FB_ACCESS_TOKEN",
      "valueFrom": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mp2fb-token"
    }
  ],
  "user": "1000:1000",
  "readonlyRootFilesystem": true,
  "volumes": [{ "name": "state", "host": { "sourcePath": "/mnt/mp2fb" } }],
  "mountPoints": [{ "sourceVolume": "state", "containerPath": "/state", "readOnly": false }]
}'

aws batch register-job-definition --job-definition-name mp2fb --type container \
  --timeout attemptDurationSeconds=86400 --retry-strategy "$retry_strategy" \
  --container-properties "$container_properties"
aws batch submit-job --job-name backfill --job-queue backfill --job-definition mp2fb --array-properties size=8
