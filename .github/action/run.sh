#!/usr/bin/env bash
# The step of action.yml that lints. Its own status is 0 whatever fwlint's is: a later step is the gate.
# What was linted may be hostile: none of it can give the runner a command or set an output.
set -euo pipefail

token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')

output() { printf '%s<<%s\n%s\n%s\n' "$1" "$token" "$2" "$token" >>"$GITHUB_OUTPUT"; }

paths=()
case $FWLINT_PATHS in
  *$'\n'*)
    while IFS= read -r path || [ -n "$path" ]; do
      path=${path%$'\r'}
      [ -z "$path" ] || paths+=("$path")
    done <<<"$FWLINT_PATHS"
    ;;
  *) read -ra paths <<<"$FWLINT_PATHS" ;;
esac
[ ${#paths[@]} -gt 0 ] || paths=(.)

summary=$(mktemp "$RUNNER_TEMP/fwlint-summary.XXXXXX")
sarif=$FWLINT_SARIF_FILE
rm -f -- "$sarif"

options=(--report=sarif="$sarif" --report=markdown="$summary")
option() { [ -z "$2" ] || options+=("$1=$2"); }
option --fail-on "$FWLINT_FAIL_ON"
option --select "$FWLINT_SELECT"
option --ignore "$FWLINT_IGNORE"

status=0
printf '::stop-commands::%s\n' "$token"
"$GITHUB_ACTION_PATH/fwlint" lint "${options[@]}" -- "${paths[@]}" 2>&1 || status=$?
printf '\n::%s::\n' "$token"

output exit-code "$status"
if [ -s "$sarif" ]; then
  output sarif-file "$sarif"
  output findings "$(jq '[.runs[].results[]?
    | select((.suppressions // []) == [] and (.baselineState // "new") != "unchanged")] | length' "$sarif")"
fi

[ -s "$summary" ] || printf 'fwlint ended with status %s and no report: see the log of this step.\n' "$status" >"$summary"
# A summary holds at most one mebibyte.
head -c 1000000 "$summary" >>"$GITHUB_STEP_SUMMARY"
[ "$(wc -c <"$summary")" -le 1000000 ] || printf '\n\nThe rest is in the SARIF report.\n' >>"$GITHUB_STEP_SUMMARY"
