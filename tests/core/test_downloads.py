"""Files go out as attachments that run nothing in the reader's browser."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from byalag.core.downloads import safe_name, serve
from byalag.core.files import take_in
from tests.core.hostile import papers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _storage_of_its_own(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "byalag.core.storage.WholeFiles", "OPTIONS": {"location": tmp_path}},
    }


@pytest.fixture
def text():
    return take_in(ContentFile(b"<b>not a page"), kind="document").stored


@pytest.fixture
def picture():
    return take_in(ContentFile(papers.photo("PNG")), kind="image").stored


def test_a_file_is_an_attachment_that_runs_nothing(text):
    response = serve(text, name="Mål 2023.txt")

    assert response["Content-Disposition"] == "attachment; filename*=utf-8''M%C3%A5l%202023.txt"
    assert response["Content-Type"] == "text/plain"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content) == b"<b>not a page"


def test_only_a_picture_of_our_own_making_is_shown_in_the_page(text, picture):
    assert serve(picture, name="a.png", inline=True)["Content-Disposition"].startswith("inline")
    assert serve(text, name="a.png", inline=True)["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("plan\r\nSet-Cookie: a=b.pdf", "planSet-Cookie- a=b.pdf"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("C:\\plan.docx", "C--plan.docx"),
        ("bill\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "billfdp.exe"),
        ('a"b.txt', "a-b.txt"),
        ("", "file"),
        ("...", "file"),
        ("x" * 400 + ".docx", "x" * 150 + ".docx"),
    ],
)
def test_a_name_cannot_break_out(text, name, safe):
    assert safe_name(name) == safe
    serve(text, name=name)
