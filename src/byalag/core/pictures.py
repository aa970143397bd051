"""Pictures without what cameras write into them. Runs in the sandboxed child; no Django."""

from __future__ import annotations

import io
import warnings
from typing import Any

from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

from .archives import Unsafe, rewrite
from .sandbox import Declined

MOST_PIXELS = 60_000_000
_ORIENTATION = 0x0112
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_IN_DOCUMENTS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".tif": "TIFF", ".tiff": "TIFF"}
_FOLDERS = ("word/media/", "xl/media/", "ppt/media/", "Pictures/", "media/", "Thumbnails/", "docProps/thumbnail")
# What Pillow tells of a picture that it wrote itself.
_BARE = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "transparency"}

register_heif_opener()


def clean(data: bytes, options: dict[str, Any]) -> bytes:
    """The picture encoded anew, upright: `png` or `jpg`, a new line, the bytes. Declines: damaged, image_too_large."""
    with _opened(data, _FORMATS) as image:
        upright = ImageOps.exif_transpose(_in_srgb(image))
        upright.info = _bare(upright)
        made = io.BytesIO()
        if image.format == "PNG" or upright.mode in {"RGBA", "LA", "PA", "P"}:
            upright.convert("RGBA" if upright.has_transparency_data else "RGB").save(made, "PNG")
            return b"png\n" + made.getvalue()
        upright.convert("RGB").save(made, "JPEG", quality=88)
        return b"jpg\n" + made.getvalue()


def tells_nothing_more(data: bytes, options: dict[str, Any]) -> bytes:
    """`yes` when the picture holds nothing but itself, as those that we encode; else `no`. Declines what `clean` declines."""
    with _opened(data, ("JPEG", "PNG")) as image:
        ends = b"\xff\xd9" if image.format == "JPEG" else b"IEND\xaeB`\x82"
        bare = set(image.info) <= _BARE and not image.getexif() and data.endswith(ends)
        image.load()
        return b"yes" if bare and set(image.info) <= _BARE else b"no"


def scrub(data: bytes, options: dict[str, Any]) -> bytes:
    """A .docx, .odt, .xlsx or .pptx whose pictures tell no more than they show. Declines: what archives.Unsafe says."""
    made = io.BytesIO()
    try:
        rewrite(io.BytesIO(data), made, _scrubbed)
    except Unsafe as fault:
        raise Declined(fault.code, fault.detail) from fault
    return made.getvalue()


def _scrubbed(name: str, data: bytes) -> bytes:
    """One member; a picture keeps its format and, as its only metadata, which side is up."""
    if not name.startswith(_FOLDERS):
        return data
    format_ = _IN_DOCUMENTS.get(name[name.rfind(".") :].lower())
    if format_ is None:
        return data
    with _opened(data, (format_,)) as image:
        image.load()
        side = image.getexif().get(_ORIENTATION)
        kept = Image.Exif()
        if side in range(2, 9):
            kept[_ORIENTATION] = side
        bare = _in_srgb(image)
        bare.info = _bare(bare, "dpi", "gamma")
        made = io.BytesIO()
        bare.save(made, format_, exif=kept, **({"quality": 90} if format_ in {"JPEG", "WEBP"} else {}))
        return made.getvalue()


def _bare(image: Image.Image, *also: str) -> dict[Any, Any]:
    """What is said of a picture without words and profiles: Pillow writes some of it (JPEG comments) unasked."""
    return {key: value for key, value in image.info.items() if key in {"transparency", *also}}


def _opened(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    """Its size is known before a pixel is unpacked."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        image = Image.open(io.BytesIO(data), formats=formats)
        image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as fault:
        raise Declined("image_too_large") from fault
    except MemoryError:
        raise
    except Exception as fault:  # Pillow's readers raise what they like
        raise Declined("damaged", str(fault)[:200]) from fault
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours that look the same without the profile that is left out."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGB" if image.mode == "CMYK" else image.mode
        if mode == "L":
            return image
        colours = image.convert("RGB") if image.mode == "RGBA" else image
        mode = "RGB" if image.mode == "RGBA" else mode
        made = ImageCms.profileToProfile(colours, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    if made is None:
        return image
    if image.mode == "RGBA":
        made.putalpha(image.getchannel("A"))
    made.info.pop("icc_profile", None)
    made.format = image.format
    return made
