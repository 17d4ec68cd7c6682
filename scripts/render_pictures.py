"""Render the opening content's pictures: each ``pictures/*.svg`` to a WebP beside it.

Needs Chromium and the development requirements. Name pictures to render only these. The result
is committed, so that loading the opening content needs no browser; see docs/assets.md.
"""

from __future__ import annotations

import argparse
import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = (
    Path(__file__).resolve().parent.parent / "cms" / "management" / "opening_content" / "pictures"
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
SIZE = {"width": 1600, "height": 900}
QUALITY = 86
HEAVIEST = 120_000


def main() -> None:
    """Render the pictures that the command line names, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="such as: bridge harbour")
    names = parser.parse_args().names
    sources = [FOLDER / f"{name}.svg" for name in names] or sorted(FOLDER.glob("*.svg"))
    installed = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        for source in sources:
            drawing = source.read_text(encoding="utf-8")
            page.set_content(f"<style>body {{ margin: 0 }}</style>{drawing}")
            raster = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            target = source.with_suffix(".webp")
            raster.save(target, quality=QUALITY, method=6)
            size = target.stat().st_size
            print(f"{target.name}: {size // 1000} KB")
            if size > HEAVIEST:
                raise SystemExit(f"{target.name} is heavier than {HEAVIEST // 1000} KB.")
        browser.close()


if __name__ == "__main__":
    main()
