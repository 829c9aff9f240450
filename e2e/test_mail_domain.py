"""The sending domain: what has to be published is told exactly, and once it is, nothing is said."""

from pathlib import Path

from conftest import StartKadomori
from support.nameserver import NameServer
from support.server import Kadomori, Settings

# What isn't for `kadomori dkim records` to tell: who takes the answers.
MX = "id.example.jp. IN MX 10 mx.id.example.jp.\nmx.id.example.jp. IN A 127.0.0.1\n"


def serve(folder: Path, records: str) -> NameServer:
    """A name server that knows what is published in .jp, and that is little."""
    folder.mkdir()
    return NameServer(folder, {"jp": records})


def restart(kadomori: Kadomori, name_server: NameServer) -> None:
    """Starts the server again, with another name server to ask."""
    kadomori.stop()
    settings = kadomori.folder / "kadomori.toml"
    lines = settings.read_text(encoding="utf-8").splitlines()
    told = f'name_server = "{name_server.address}"'
    lines = [told if line.startswith("name_server") else line for line in lines]
    settings.write_text("\n".join(lines) + "\n", encoding="utf-8")
    kadomori.start()


def test_the_records_that_are_told_are_the_ones_that_are_missed(
    start_kadomori: StartKadomori, mail_settings: Settings, tmp_path: Path
) -> None:
    bare = serve(tmp_path / "bare", "")
    mail = mail_settings["mail"] | {"name_server": bare.address}
    kadomori = start_kadomori(settings={"mail": mail})
    told = kadomori.refuse("doctor", "mail")
    assert "mended" in told
    kadomori.wait_for_log("the sending domain: ")
    bare.stop()

    published = serve(tmp_path / "published", kadomori.run("dkim", "records") + MX)
    before = len(kadomori.log)
    restart(kadomori, published)
    assert "Everything that receivers ask for is there." in kadomori.run("doctor", "mail")
    assert "the sending domain: " not in kadomori.log[before:]
    published.stop()
