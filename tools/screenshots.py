"""Takes the pictures of the guide and the README from a demo served for the purpose."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs/guide/images"
COORDINATOR = "coordinator@falu-kommun.example"
ARGUMENTS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is missing. Install it:  sudo apt install chromium")
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        command = [sys.executable, "-m", "byalag.command.main", "demo", "--data", folder, "--port", str(port)]
        server = subprocess.Popen(command)
        try:
            site = f"http://localhost:{port}"
            _wait_for(site)
            with sync_playwright() as playwright:
                arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.getuid() == 0 else [])]
                browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
                page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="en")
                take(page, site)
                browser.close()
        finally:
            server.terminate()
            server.wait()


def take(page: Page, site: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    page.goto(site)
    page.screenshot(path=IMAGES / "front.png")
    page.locator(f'form:has(input[value="{COORDINATOR}"]) button').click()
    page.goto(f"{site}/import/")
    text = (ROOT / "src/byalag/demo/documents/falun-2023.txt").read_text("utf-8")
    page.get_by_label("Or paste the text").fill(text)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/import/*/")
    page.screenshot(path=IMAGES / "preview.png")
    page.goto(f"{site}/plans/")
    page.get_by_role("link", name="Verksamhetsplan för Internationella rådet 2023").first.click()
    page.wait_for_load_state()
    page.screenshot(path=IMAGES / "plan.png")
    page.get_by_role("link", name="Create the account").first.click()
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_load_state()
    page.screenshot(path=IMAGES / "account.png")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(site: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{site}/health", timeout=2)
            return
        except OSError:
            time.sleep(0.5)
    sys.exit("The demo did not start.")


if __name__ == "__main__":
    main()
