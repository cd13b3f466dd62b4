#!/usr/bin/env bash
# A mail server for the mailbox tests. Never fails: without it those tests are skipped, and this says so.
set -uo pipefail

[ -x /usr/sbin/dovecot ] && [ -x /usr/lib/dovecot/lmtp ] && [ -x /usr/lib/dovecot/imap ] && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "minyi: installing for the mailbox tests: dovecot-imapd dovecot-lmtpd"
    export DEBIAN_FRONTEND=noninteractive
    # The tests start a server of their own; the package must not start one.
    apt-get update -qq && RUNLEVEL=1 apt-get install -y -qq --no-install-recommends dovecot-imapd dovecot-lmtpd >/dev/null
fi
[ -x /usr/lib/dovecot/lmtp ] && [ -x /usr/lib/dovecot/imap ] ||
    echo "minyi: SKIPPED, the tests against a real mail server (an administrator: apt-get install dovecot-imapd dovecot-lmtpd)"
exit 0
