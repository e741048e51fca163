#!/usr/bin/env bash
# The commands of the tutorial (docs/tutorial/index.md), in an empty folder, with servstd installed. Run on every change of servstd.
set -euo pipefail

servstd init first
servstd check first/standard.yaml
servstd test first/standard.yaml
servstd report first/standard.yaml --events first/events.jsonl
servstd explain first/standard.yaml --events first/events.jsonl --case 1003

cat > mine.yaml <<'END'
format: 1
standard: mine
version: "1"
effective_from: 2026-01-01
time_zone: Europe/London
attributes:
  priority: {values: [normal, urgent], ordered: true, default: normal}
statuses: {open: [open], waiting_customer: [pending], resolved: [solved], closed: [closed], otherwise: refuse}
calendars:
  office: {hours: {mon-fri: ["09:00-17:00"]}, holidays: {country: GB}}
sla:
  policies:
    - name: everyone
      default: true
      calendar: office
      targets: {first_response: 1h, resolution: {within: 2wd, end_of_day: true}}
scenarios:
  - name: asked on Friday at half past four, answered by Monday at half past nine
    events: [{at: "2026-01-09 16:30", kind: opened, by: customer}]
    expect: {first_response: {due: "2026-01-12 09:30"}, resolution: {due: "2026-01-13 17:00"}}
END
servstd check mine.yaml
servstd test mine.yaml

cat > mine-2.yaml <<'END'
format: 1
standard: mine
version: "2"
effective_from: 2026-01-01
time_zone: Europe/London
attributes:
  priority: {values: [normal, urgent], ordered: true, default: normal}
statuses: {open: [open], waiting_customer: [pending], resolved: [solved], closed: [closed], otherwise: refuse}
calendars:
  office: {hours: {mon-fri: ["09:00-17:00"]}, holidays: {country: GB}}
sla:
  policies:
    - name: urgent
      when: {priority: urgent}
      calendar: always
      targets: {first_response: 15m, resolution: 8h}
    - name: everyone
      default: true
      calendar: office
      targets: {first_response: 1h, resolution: {within: 2wd, end_of_day: true}}
scenarios:
  - name: asked on Friday at half past four, answered by Monday at half past nine
    events: [{at: "2026-01-09 16:30", kind: opened, by: customer}]
    expect: {first_response: {due: "2026-01-12 09:30"}, resolution: {due: "2026-01-13 17:00"}}
  - name: an urgent matter on Saturday night
    case: {priority: urgent}
    events: [{at: "2026-01-10 23:50", kind: opened, by: customer}]
    expect: {first_response: {due: "2026-01-11 00:05"}, resolution: {due: "2026-01-11 07:50"}}
END
servstd check mine-2.yaml
servstd test mine-2.yaml
servstd diff mine.yaml mine-2.yaml
servstd quote mine-2.yaml priority=urgent --at 2026-01-10T23:50

# A mistake is told with its place, and the command fails.
sed 's/first_response: 1h/first_respons: 1h/' mine-2.yaml > mistake.yaml
if servstd check mistake.yaml; then
  echo "the mistake was not found" >&2
  exit 1
fi
