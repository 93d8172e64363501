"""Starting the web app as safely as its own configuration."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

APP = Path(__file__).resolve().parent.parent / "app.py"
SETTINGS = {
    "server.headless": "true",
    "server.enableXsrfProtection": "true",
    "server.enableCORS": "true",
    "server.enableStaticServing": "true",
    "server.maxUploadSize": "1024",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
}


def command(port: int, address: str) -> list[str]:
    """The server's command line; telemetry off and bound to one address whatever file lies about."""
    settings = {**SETTINGS, "server.address": address, "server.port": str(port), "browser.serverAddress": "localhost"}
    flags = [part for name, value in settings.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(APP), *flags]


def run_app(workspace: Path, port: int, address: str) -> int:
    """Serve until stopped; the exit code of the server."""
    environment = {**os.environ, "LOOKTHROUGH_WORKSPACE": str(workspace.resolve())}
    try:
        return subprocess.run(command(port, address), env=environment, cwd=APP.parent, check=False).returncode
    except KeyboardInterrupt:
        return 0
