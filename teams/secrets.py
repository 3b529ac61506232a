"""Secrets that are shown once: links and tokens. Only their digest is kept."""

import hashlib
import secrets

TOKEN_PREFIX = "pms_"


def new_secret(prefix: str = "") -> str:
    """256 random bits, readable in a URL."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """SHA-256 in hex; enough for a secret that no one can guess."""
    return hashlib.sha256(secret.encode()).hexdigest()
