#!/usr/bin/env bash
# Chromium and a Chinese font for the journeys. Never fails: without them those tests are skipped, and this says so.
set -uo pipefail

lacking() {
    command -v chromium chromium-browser google-chrome >/dev/null || echo chromium
    command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh 2>/dev/null)" ] || echo fontconfig fonts-wqy-microhei
}

install() {
    echo "minyi: installing for the browser tests:" "$@"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

packages=$(lacking)
[ -z "$packages" ] && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    # shellcheck disable=SC2086 # several names
    install $packages || true
fi
case $(lacking) in
    *chromium*) echo "minyi: SKIPPED, the browser tests: no Chromium (an administrator: apt-get install chromium)" ;;
    *fonts*) echo "minyi: no Chinese font: screenshots show boxes (an administrator: apt-get install fonts-wqy-microhei)" ;;
esac
exit 0
