"""Two processes behind nginx, one of them killed while people read: `python -m bench.nginx [--readers 30]`.

Starts deploy/nginx.conf itself on loopback ports with a throw-away certificate. Readers change the district as in
bench.sessions; after a third of the time one process is killed, after two thirds it is started again. Prints the
figures, writes bench/results/nginx.json.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import results
from bench.lasting import LastingReader, Met, Story, read_on
from bench.servers import ROOT, Server, free_port, serving, streamlit
from geo import boundaries

TEMPLATE = ROOT / "deploy" / "nginx.conf"


@dataclass(frozen=True)
class Proxy:
    """A running nginx: its address without a slash at the end, and the certificate that it shows."""

    url: str
    certificate: Path

    def trust(self) -> ssl.SSLContext:
        """Give what makes a client of this computer trust the throw-away certificate."""
        return ssl.create_default_context(cafile=str(self.certificate))


_TELLS = "proxy_set_header X-Forwarded-For $remote_addr;"


def rendered(
    template: str, port: int, plain_port: int, apps: Sequence[int], folder: Path, elsewhere: bool = False
) -> str:
    """Give the configuration with other ports and places. ValueError when the template lacks what is to be changed.

    elsewhere: the app is told of the proxy, as in the template, and asks everybody to sign in; else readers are let in
    as at this computer.
    """
    changes = {
        "listen [::]:443 ssl http2;": "",
        "listen [::]:80;": "",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        ":8501": f":{apps[0]}",
        ":8502": f":{apps[1]}",
        "/etc/nghean/tls/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/",
        _TELLS: _TELLS if elsewhere else "",
    }
    for old, new in changes.items():
        if old not in template:
            raise ValueError(f"no «{old}» in the template")
        template = template.replace(old, new)
    return template


def _whole(site: str, folder: Path) -> str:
    user = "user root;" if os.geteuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "\n".join(f"    {kind}_temp_path {folder}/{kind};" for kind in kinds)
    head = f"{user}\ndaemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    return f"{head}http {{\n    include /etc/nginx/mime.types;\n{places}\n    include {site};\n}}\n"


@contextmanager
def proxied(apps: Sequence[int], folder: Path, elsewhere: bool = False) -> Iterator[Proxy]:
    """Start nginx before two app processes, by their ports; it is stopped at the end. elsewhere: see `rendered`."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        raise SystemExit("Cần nginx: sudo apt-get install -y nginx-light")
    port, plain_port = free_port(), free_port()
    _certificate(folder)
    site, whole = folder / "nghean.conf", folder / "nginx.conf"
    site.write_text(rendered(TEMPLATE.read_text("utf-8"), port, plain_port, apps, folder, elsewhere), "utf-8")
    whole.write_text(_whole(str(site), folder), "utf-8")
    command = [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(whole)]
    subprocess.run([*command, "-t", "-q"], check=True)  # noqa: S603
    started = subprocess.Popen(command)  # noqa: S603
    try:
        _await_port(port, started)
        yield Proxy(f"https://127.0.0.1:{port}", folder / "server.crt")
    finally:
        started.terminate()
        started.wait()


def _certificate(folder: Path) -> None:
    files = ["-keyout", str(folder / "server.key"), "-out", str(folder / "server.crt")]
    whose = ["-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files, *whose]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603


def _await_port(port: int, started: subprocess.Popen[bytes]) -> None:
    while started.poll() is None:
        with socket.socket() as asked:
            if not asked.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    raise RuntimeError(f"nginx ended with {started.returncode}")


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--readers", type=int, default=30)
    options.add_argument("--minutes", type=float, default=3)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = measured(Path(name), asked.readers, asked.minutes * 60)
    print(found)
    results.write("nginx", found)


def measured(folder: Path, readers: int, lasts_s: float) -> dict[str, object]:
    """Run the whole story and give its figures."""
    environment = {
        "REGISTER_DATABASE_URL": f"sqlite:///{folder}/register.db",
        "STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(32),
    }
    ports = free_port(), free_port()

    def app(node: str, stack: ExitStack) -> Server:
        port, log = ports["ab".index(node)], folder / f"{node}.log"
        return stack.enter_context(serving(streamlit(ROOT / "app.py"), environment=environment, log=log, port=port))

    with ExitStack() as stack:
        servers = {node: app(node, stack) for node in "ab"}
        proxy = stack.enter_context(proxied(ports, folder))
        return asyncio.run(_story(proxy, servers, lambda node: app(node, stack), readers, lasts_s))


async def _story(
    proxy: Proxy, servers: dict[str, Server], again: Callable[[str], Server], readers: int, lasts_s: float
) -> dict[str, object]:
    story, trust = Story(), proxy.trust()
    crowd = [LastingReader(proxy.url, story, trust) for _ in range(readers)]
    districts = ["", *boundaries.districts("2025")["code"]]
    for number, reader in enumerate(crowd):
        await reader.look(districts[number % len(districts)])
    story.met.clear()  # opening is not what is measured
    shares = {node: sum(reader.node == node for reader in crowd) for node in "ab"}
    victim = max(shares, key=lambda node: shares[node])
    begin = time.perf_counter()
    over = asyncio.Event()
    reading = asyncio.create_task(read_on(crowd, districts, over))
    await asyncio.sleep(lasts_s / 3)
    servers[victim].process.kill()
    killed = time.perf_counter()
    await asyncio.sleep(max(0.0, begin + lasts_s * 2 / 3 - time.perf_counter()))
    starting = time.perf_counter()
    await asyncio.to_thread(again, victim)
    ready = time.perf_counter()
    await asyncio.sleep(lasts_s / 3)
    over.set()
    await reading
    return summary(story, begin, killed, ready, victim) | {
        "readers": readers,
        "minutes": round((time.perf_counter() - begin) / 60, 2),
        "readers_of_process": shares,
        "restart_s": round(ready - starting, 2),
        "readers_after": {node: sum(one.node == node for one in story.met[-readers:]) for node in "ab"},
    }


def summary(story: Story, begin: float, killed: float, ready: float, victim: str) -> dict[str, object]:
    """Give the figures before the end of a process, while it is away and once it is back, and of whom they are.

    A look that was under way when the process ended was asked for before, so a broken one counts where it broke.
    """
    whole, broken = [one for one in story.met if not one.faults], [one for one in story.met if one.faults]
    moved = [Met(max(one.at, killed), one.seconds, one.faults, one.node) for one in broken if one.at < ready]
    told = Story(whole + moved + [one for one in broken if one.at >= ready])
    return {
        "before": told.between(begin, killed),
        "away": told.between(killed, ready),
        "back": told.between(ready, float("inf")),
        "errors_of_readers_of_the_other": sum(one.node != victim for one in broken),
    }


if __name__ == "__main__":
    main()
