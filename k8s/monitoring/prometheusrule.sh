#!/usr/bin/env bash
# Writes prometheusrule.yaml anew from infra's rules; a test compares the two.
set -euo pipefail
cd "$(dirname "$0")"
{
  cat <<'HEAD'
# Made by prometheusrule.sh from infra/monitoring/alerts/dataenginex-alerts.yml. Change that one.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: dataenginex
  labels:
    app: dataenginex
spec:
HEAD
  sed -n '/^groups:/,$p' ../../infra/monitoring/alerts/dataenginex-alerts.yml | sed 's/^\(.\)/  \1/'
} > prometheusrule.yaml
