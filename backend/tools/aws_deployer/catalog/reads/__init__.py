"""Reads: questions to an account that the catalogue answers without changing anything."""

from backend.tools.aws_deployer.catalog.reads import (
    iam_reads,
    lambda_reads,
    log_reads,
    s3_reads,
)

READS = (*s3_reads.READS, *iam_reads.READS, *lambda_reads.READS, *log_reads.READS)
