"""The real server: the release binary in an empty folder, with a configuration file."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from support import part, port

PATIENCE = 30.0

Settings = dict[str, Any]


class Kadomori:
    """A running `kadomori serve`, and the other commands beside it."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.port = port.free()
        self.url = f"http://localhost:{self.port}"
        (folder / "kadomori.toml").write_text(_toml(self._complete(settings)), encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the server and waits until it is ready."""
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [part.binary(), "serve"],
                cwd=self.folder,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + PATIENCE
        while not self._is_ready():
            assert self._process.poll() is None, f"the server ended:\n{self.log}"
            assert time.monotonic() < end, f"the server was not ready in time:\n{self.log}"
            time.sleep(0.02)

    def stop(self) -> None:
        """Asks the server to stop; it has to do so in good order."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.send_signal(signal.SIGTERM)
        try:
            status = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        assert status == 0, f"the server ended with {status}:\n{self.log}"

    def kill(self) -> None:
        """Ends the server at once, with whatever it was at."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(PATIENCE)
        self._process = None

    def run(self, *words: str) -> str:
        """Runs another command in the server's folder and returns what it prints."""
        done = self._command(words)
        assert done.returncode == 0, f"kadomori {' '.join(words)}:\n{done.stderr}"
        return done.stdout

    def refuse(self, *words: str) -> str:
        """Runs a command that has to refuse, and returns what it says."""
        done = self._command(words)
        assert done.returncode == 1, f"kadomori {' '.join(words)} was not refused:\n{done.stdout}"
        return done.stderr

    @property
    def log(self) -> str:
        """What the server has printed so far."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    def wait_for_log(self, words: str) -> None:
        """Waits until the server has printed this."""
        end = time.monotonic() + PATIENCE
        while words not in self.log:
            assert time.monotonic() < end, f"“{words}” isn't in the log:\n{self.log}"
            time.sleep(0.05)

    def _command(self, words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [part.binary(), *words],
            cwd=self.folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def _complete(self, settings: Settings) -> Settings:
        http = {"listen": f"127.0.0.1:{self.port}"} | settings.get("http", {})
        return {"public_url": self.url} | settings | {"http": http}

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2):
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def _environment() -> dict[str, str]:
    """Ours without the variables that are for the tests; the server reads its own by that prefix."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KADOMORI_")}


def _toml(settings: Settings) -> str:
    """Settings as TOML: the keys of the top first, then a table for each section."""
    top = [_line(key, value) for key, value in settings.items() if not isinstance(value, dict)]
    for name, section in settings.items():
        if isinstance(section, dict) and section:
            top += [f"\n[{name}]", *(_line(key, value) for key, value in section.items())]
    return "\n".join(top) + "\n"


def _line(key: str, value: object) -> str:
    # TOML writes these strings, numbers, booleans and lists the way JSON does.
    return f"{key} = {json.dumps(value, ensure_ascii=False)}"
