"""SMTP that can tell whether a message may have been delivered when the line breaks."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


class _Telling:
    """`unsure` is true from the moment the content is handed over until the server has said what became of it."""

    unsure = False

    def data(self, msg: Any) -> Any:
        self.unsure = True
        try:
            answer = super().data(msg)  # type: ignore[misc]
        except smtplib.SMTPDataError:
            self.unsure = False
            raise
        self.unsure = False
        return answer


class _Plain(_Telling, smtplib.SMTP):
    pass


class _Encrypted(_Telling, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    """Django's, with `is_unsure`: the last failure came so late that the message may be on its way."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain

    @property
    def is_unsure(self) -> bool:
        return bool(getattr(self.connection, "unsure", False))
