"""Starting the web app as safely as its own configuration."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

APP = Path(__file__).resolve().parent.parent / "app.py"
HERE = ("localhost", "127.0.0.1", "[::1]")
"""By which names a browser on this machine reaches it."""

SETTINGS = {
    "server.headless": "true",
    "server.enableXsrfProtection": "true",
    "server.enableCORS": "true",
    "server.enableStaticServing": "true",
    "server.maxUploadSize": "1024",
    "server.fileWatcherType": "none",
    "server.enableAgentApi": "false",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "runner.magicEnabled": "false",
    "theme.font": '"Source Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif',
    "theme.light.primaryColor": "#5b2aa0",
    "theme.dark.primaryColor": "#b493f0",
}


def command(port: int, address: str) -> list[str]:
    """The server's command line; telemetry off and bound to one address whatever file lies about."""
    settings = {**SETTINGS, "server.address": address, "server.port": str(port), "browser.serverAddress": "localhost"}
    flags = [part for name, value in settings.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(APP), *flags, *_visitors(port, address)]


def _visitors(port: int, address: str) -> list[str]:
    """Who may talk to it. On the loopback no foreign host name is answered: else a web site that points its own name
    at this machine could read the cases through the reader's browser. No hosted page may steer the app in a frame."""
    frames = ["--client.allowedOrigins", f"http://localhost:{port}"]
    if address not in HERE and address != "::1":
        return frames
    return frames + [part for host in HERE for part in ("--server.allowedHosts", host)]


def run_app(workspace: Path, port: int, address: str) -> int:
    """Serve until stopped; the exit code of the server."""
    environment = {**os.environ, "LOOKTHROUGH_WORKSPACE": str(workspace.resolve())}
    try:
        return subprocess.run(command(port, address), env=environment, cwd=APP.parent, check=False).returncode
    except KeyboardInterrupt:
        return 0
