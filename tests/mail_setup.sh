#!/usr/bin/env bash
# A mail server and a virus scanner for the mailbox tests. Never fails: without them those tests are skipped, and this says so.
set -uo pipefail

there() { [ -x /usr/sbin/dovecot ] && [ -x /usr/lib/dovecot/lmtp ] && [ -x /usr/lib/dovecot/imap ] && [ -x /usr/sbin/clamd ]; }
NEEDED="dovecot-imapd dovecot-lmtpd clamav-daemon"

there && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "minyi: installing for the mailbox tests: $NEEDED"
    export DEBIAN_FRONTEND=noninteractive
    # The tests start servers of their own; the packages must not start any.
    apt-get update -qq && RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $NEEDED >/dev/null
fi
there || echo "minyi: SKIPPED, tests against a real mail server or virus scanner (an administrator: apt-get install $NEEDED)"
exit 0
