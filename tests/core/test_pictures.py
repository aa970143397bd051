"""A picture that comes in keeps nothing but what it shows: no place, no camera, no words, no small copy."""

from __future__ import annotations

import io
import struct

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from byalag.core import files, pictures

MARK = b"SECRET"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>SECRETXMP</rdf:RDF></x:xmpmeta>'


def _exif() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SECRETMAKE"
    exif[ExifTags.Base.ImageDescription] = "SECRETWORDS"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (60.0, 36.0, 12.0)
    place[ExifTags.GPS.GPSDateStamp] = "SECRETDAY"
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    camera[ExifTags.Base.MakerNote] = b"SECRETMAKERNOTE"
    camera[ExifTags.Base.BodySerialNumber] = "SECRETSERIAL"
    return exif.tobytes()


def _segment(marker: int, payload: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload


def _written(format_: str, mode: str = "RGB", **more) -> bytes:
    made = io.BytesIO()
    Image.new(mode, (40, 30), "red").save(made, format_, **more)
    return made.getvalue()


def jpeg() -> bytes:
    """With Exif, XMP, a comment, IPTC, a maker's own segment, and bytes after the picture's end."""
    data = _written("JPEG", exif=_exif(), xmp=XMP, comment=b"SECRETCOMMENT")
    words = b"\x1c\x02\x78" + struct.pack(">H", 10) + b"SECRETIPTC"
    words += b"\0" * (len(words) % 2)
    iptc = b"Photoshop 3.0\x00" + b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(words)) + words
    return data[:2] + _segment(0xED, iptc) + _segment(0xE5, b"SECRETSEGMENT") + data[2:] + b"SECRETAFTER"


def jpeg_with_a_small_copy() -> bytes:
    """A camera's Exif with a thumbnail of the whole scene in its second directory."""
    small = _written("JPEG", comment=b"SECRETSMALLCOPY")
    head = b"II*\0" + struct.pack("<I", 8)
    first = struct.pack("<H", 0) + struct.pack("<I", 14)
    second = struct.pack("<H", 2)
    second += struct.pack("<HHII", 0x0201, 4, 1, 14 + 2 + 24 + 4) + struct.pack("<HHII", 0x0202, 4, 1, len(small))
    tiff = head + first + second + struct.pack("<I", 0) + small
    data = _written("JPEG")
    return data[:2] + _segment(0xE1, b"Exif\0\0" + tiff) + data[2:]


def png(mode: str = "RGB") -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "SECRETTEXT")
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return _written("PNG", mode, exif=_exif(), pnginfo=words) + b"SECRETAFTER"


def png_with_a_profile() -> bytes:
    """A colour profile names the scanner it was made for."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return _written("PNG", "RGBA", icc_profile=profile + MARK)


def webp() -> bytes:
    return _written("WEBP", exif=_exif(), xmp=XMP)


def heic() -> bytes:
    made = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 64), "red")).save(made, exif=_exif(), xmp=XMP)
    return made.getvalue()


PICTURES = {
    "jpeg": jpeg,
    "jpeg with a small copy": jpeg_with_a_small_copy,
    "png": png,
    "png, see-through": lambda: png("RGBA"),
    "png with a profile": png_with_a_profile,
    "webp": webp,
    "heic": heic,
}


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_is_left_of_what_a_camera_writes(name):
    original = PICTURES[name]()
    if name != "png with a profile":  # compressed there
        assert MARK in original or b"SECRET" in b"".join(_texts(original))

    made = pictures.clean(original, {}).partition(b"\n")[2]

    assert MARK not in made
    with Image.open(io.BytesIO(made)) as picture:
        assert dict(picture.getexif()) == {}
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "transparency"}
        assert getattr(picture, "text", {}) == {}
    assert not any(word in made for word in (b"Exif", b"xmpmeta", b"Photoshop", b"8BIM", b"eXIf", b"iTXt", b"iCCP"))


def _texts(data: bytes) -> list[bytes]:
    with Image.open(io.BytesIO(data)) as picture:
        return [value if isinstance(value, bytes) else str(value).encode() for value in picture.info.values()]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PICTURES)
def test_what_is_kept_is_the_bare_picture(name, settings, tmp_path):
    default = {"BACKEND": "byalag.core.storage.WholeFiles", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}

    taken = files.take_in(ContentFile(PICTURES[name](), name="bild.jpg"), kind="image")

    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert MARK not in kept[0]
    assert "cleaned" in taken.notes


def test_a_see_through_picture_with_a_profile_keeps_what_is_seen():
    made = pictures.clean(png_with_a_profile(), {}).partition(b"\n")[2]
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((5, 5)) == (255, 0, 0, 255)
