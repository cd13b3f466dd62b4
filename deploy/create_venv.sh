#!/usr/bin/env bash
# create_venv.sh FOLDER UV_VERSION: a virtual environment with uv inside, from whatever Python 3.11 or 3.12 is here.
set -euo pipefail
folder=$1 uv_version=$2

say() { printf 'minyi: %s\n' "$*" >&2; }

suits() { # running it is the only proof: version managers leave names behind that do nothing
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' >/dev/null 2>&1
}

find_python() {
    local name
    for name in python3.11 python3.12 python3 /usr/bin/python3 /usr/local/bin/python3; do
        if suits "$name"; then
            command -v "$name"
            return
        fi
    done
    say "Python 3.11 or 3.12 is needed and was not found (for example: apt-get install python3 python3-venv)."
    return 1
}

install_venv_module() {
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        say "this Python cannot make virtual environments; ask an administrator to run: apt-get install python3-venv"
        return 1
    fi
    say "installing python3-venv"
    apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
}

python=$(find_python)
say "making $folder with $("$python" --version)"
"$python" -c 'import ensurepip' 2>/dev/null || install_venv_module
"$python" -m venv --clear "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$uv_version"
