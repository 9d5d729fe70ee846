"""Citations: numbering them, and giving answers to other programs."""

from assistant.citing.as_json import as_json
from assistant.citing.types import Citation

__all__ = ["Citation", "as_json"]
