"""Take the pictures of every page that the documents show: `make screenshots`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM_FLAGS, ROOT, settled
from ui.frame import MENU

PORT = 8599
SHOTS = ROOT / "docs" / "pages"
# Pages about one thing are shown with one, chosen in the address.
EXAMPLES = {
    "ban-do": "?indicator=sites",
    "mo-hinh": "?model=tieng_keng_binh_yen",
    "dia-ban": "?commune=18028",
    "so-sanh": "?areas=417,418,431",
    "tra-cuu": "?q=xuan+lam",
}
SIZES = {
    "desktop": (1440, 900, "Mozilla/5.0 (X11; Linux x86_64)"),
    "phone": (390, 844, "Mozilla/5.0 (Linux; Android) Mobile"),
}


def take(page: Page, address: str, file: Path) -> None:
    """Save what a reader sees at an address, once it is all there."""
    page.goto(f"http://127.0.0.1:{PORT}/{address}{EXAMPLES.get(address, '')}")
    settled(page)
    page.wait_for_timeout(4_000)  # fonts, tables and the map's first fit
    page.screenshot(path=file)
    print(file.relative_to(ROOT))


def main() -> None:
    """Start the app, open every page at both widths and save docs/pages/<page>-<width>.png."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={PORT}"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/_stcore/health").close()
                break
            except OSError:
                time.sleep(0.2)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
            for name, (width, height, agent) in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height}, user_agent=agent, locale="vi-VN")
                for entry in (entry for group in MENU.values() for entry in group):
                    take(page, entry.address, SHOTS / f"{Path(entry.script).stem}-{name}.png")
            browser.close()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
