"""A name server of a test's own: nsd with the records that the test wants."""

import socket
import subprocess
import time
from pathlib import Path

from support import port

NSD = "/usr/sbin/nsd"
PATIENCE = 15.0

HEAD = """\
$TTL 60
{zone}. IN SOA ns.{zone}. hostmaster.{zone}. 1 60 60 60 60
{zone}. IN NS ns.{zone}.
ns.{zone}. IN A 127.0.0.1
"""

CONFIG = """\
server:
  ip-address: 127.0.0.1@{port}
  username: ""
  server-count: 1
  zonesdir: "{folder}"
  database: ""
  zonelistfile: "{folder}/zone.list"
  xfrdfile: "{folder}/xfrd.state"
  xfrdir: "{folder}"
  pidfile: ""
remote-control:
  control-enable: no
"""

ZONE = """\
zone:
  name: {zone}
  zonefile: {zone}.zone
"""


class NameServer:
    """nsd, authoritative for some zones; asked for any other it refuses."""

    def __init__(self, folder: Path, zones: dict[str, str]) -> None:
        """The zones by their names, with records whose names are full, with a dot at the end."""
        self.port = port.free()
        config = CONFIG.format(port=self.port, folder=folder)
        for zone, records in zones.items():
            text = HEAD.format(zone=zone) + records + "\n"
            (folder / f"{zone}.zone").write_text(text, encoding="utf-8")
            config += ZONE.format(zone=zone)
        (folder / "nsd.conf").write_text(config, encoding="utf-8")
        self._log = folder / "nsd.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [NSD, "-d", "-c", folder / "nsd.conf"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait()

    @property
    def address(self) -> str:
        """Where it is asked."""
        return f"127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait(PATIENCE)

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                assert self._process.poll() is None, self._log.read_text(errors="replace")
                assert time.monotonic() < end, self._log.read_text(errors="replace")
                time.sleep(0.05)
