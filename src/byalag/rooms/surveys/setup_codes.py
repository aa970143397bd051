"""Codes to point a phone at: a link that is opened, or the settings by which ODK Collect sets itself up."""

from __future__ import annotations

import io
import json
import zlib
from base64 import b64encode

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathFillImage

LONGEST_NAME = 60


def collect_settings(address: str, name: str) -> str:
    """What ODK Collect reads: settings as JSON, made small with zlib, written as base64.

    The device then holds the same forms as the server and sends what is finished by itself. What is not named is set to what
    Collect comes with (https://docs.getodk.org/collect-import-export/).
    """
    settings = {
        "general": {"server_url": address, "form_update_mode": "match_exactly", "autosend": "wifi_and_cellular"},
        "admin": {},
        "project": {"name": name[:LONGEST_NAME]},
    }
    written = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return b64encode(zlib.compress(written.encode(), 9)).decode()


def picture_of(text: str) -> str:
    """The code as a picture to stand in a page, dark on white in every theme."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    made = io.BytesIO()
    code.make_image(image_factory=SvgPathFillImage).save(made)
    return b64encode(made.getvalue()).decode()
