"""Secret links: 256 random bits that open one task for one receiver. Only their hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.core.cache import cache
from django.db import models
from django.utils import timezone

from .models import SecretLink

TRIES_PER_MINUTE = 30


class TooManyTries(Exception):
    """Somebody has tried too many links from one address; try again in a minute."""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue(purpose: str, subject: models.Model, *, lasts: timedelta) -> str:
    """A new secret for one subject. It is given out once and cannot be read again."""
    token = secrets.token_urlsafe(32)
    SecretLink.objects.create(
        purpose=purpose,
        token_hash=_hash(token),
        subject_label=subject._meta.label_lower,
        subject_id=str(subject.pk),
        expires_at=timezone.now() + lasts,
    )
    return token


def issue_many(purpose: str, subjects: Sequence[models.Model], *, lasts: timedelta) -> list[str]:
    """A new secret for each subject, in their order, written at once."""
    tokens = [secrets.token_urlsafe(32) for _ in subjects]
    expires_at = timezone.now() + lasts
    SecretLink.objects.bulk_create(
        SecretLink(
            purpose=purpose,
            token_hash=_hash(token),
            subject_label=subject._meta.label_lower,
            subject_id=str(subject.pk),
            expires_at=expires_at,
        )
        for token, subject in zip(tokens, subjects, strict=True)
    )
    return tokens


def find(token: str, purpose: str, *, tried_from: str = "") -> SecretLink | None:
    """The open link with this secret, or None. `tried_from` (an address) limits how often one may try."""
    if tried_from:
        key = f"links:{hashlib.sha256(tried_from.encode()).hexdigest()[:32]}"
        if int(cache.get_or_set(key, 0, timeout=60) or 0) >= TRIES_PER_MINUTE:
            raise TooManyTries
        cache.incr(key)
    return SecretLink.objects.filter(
        token_hash=_hash(token), purpose=purpose, revoked_at__isnull=True, expires_at__gt=timezone.now()
    ).first()


def revoke(subject: models.Model, purpose: str) -> None:
    """Close every open link of this purpose to the subject."""
    SecretLink.objects.filter(
        purpose=purpose, subject_label=subject._meta.label_lower, subject_id=str(subject.pk), revoked_at__isnull=True
    ).update(revoked_at=timezone.now())
