"""Makes the picture that other sites show when somebody shares a public page (core/static/core/preview.png)."""

from __future__ import annotations

from pathlib import Path

import fontpkg_literata
import typst

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/byalag/core/static/core/preview.png"
SOURCE = """
#set page(width: 600pt, height: 315pt, margin: 48pt, fill: rgb("#faf7f2"))
#set text(font: "Literata", fill: rgb("#7f1518"))
#align(horizon, stack(spacing: 18pt,
  image(bytes(sys.inputs.icon), format: "svg", width: 64pt),
  text(size: 54pt, weight: "bold")[Byalag],
))
"""


def main() -> None:
    icon = (ROOT / "src/byalag/core/static/core/icon.svg").read_text("utf-8")
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[Path(fontpkg_literata.__file__).parent / "files"])
    made = typst.compile(SOURCE.encode(), format="png", ppi=144, font_paths=fonts, sys_inputs={"icon": icon})
    TARGET.write_bytes(made if isinstance(made, bytes) else made[0])


if __name__ == "__main__":
    main()
