"""What proves that a month is the one that was published: pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def digest_of(content: Mapping[str, Any]) -> str:
    """Give the SHA-256 of a content's canonical JSON: keys in order, no blank, UTF-8. Both databases give it alike."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
