"""Makes PDF files and pictures that mean harm, or tell more than they should."""

from __future__ import annotations

import io

import pikepdf
import typst
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

register_heif_opener()
GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x0110


def pdf(text: str = "Mål") -> bytes:
    made = typst.compile(f"#set document(title: [T])\n{text}".encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


def encrypted_pdf(password: str = "hush", *, linear: bool = False) -> bytes:
    """`password` is asked for to open it; without one, only changing it is forbidden."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(made, encryption=pikepdf.Encryption(owner="owner", user=password), linearize=linear)
    return made.getvalue()


def photo(format_: str = "JPEG", *, size: tuple[int, int] = (60, 40), side: int = 1, mode: str = "RGB") -> bytes:
    """A picture that says where it was taken; its upper left corner is red."""
    image = Image.new(mode, size, "white" if mode != "RGBA" else (255, 255, 255, 0))
    image.paste("red", (0, 0, size[0] // 3, size[1] // 3))
    exif = Image.Exif()
    exif[CAMERA], exif[ORIENTATION] = "Secret camera", side
    exif.get_ifd(GPS).update({1: "N", 2: (60.0, 36.0, 0.0), 3: "E", 4: (15.0, 37.0, 0.0)})
    made = io.BytesIO()
    options = {"exif": exif, "quality": 95} if format_ != "PNG" else {"exif": exif}
    image.save(made, format_, **options)
    return made.getvalue()


def photo_with_profile() -> bytes:
    image = Image.new("RGB", (8, 8), "red")
    made = io.BytesIO()
    image.save(made, "JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    return made.getvalue()


def tells_where(data: bytes) -> bool:
    with Image.open(io.BytesIO(data)) as image:
        exif = image.getexif()
        return bool(exif.get_ifd(GPS)) or CAMERA in exif or b"Secret camera" in data
