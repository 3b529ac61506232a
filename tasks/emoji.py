"""What counts as one emoji (Unicode Technical Standard 51, the form of its sequences).

`frontend/src/features/task/emoji.ts` is the same; tests/vectors/emoji.json pins both.
"""

import re

PICTURE = (
    r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2300-\u23FF\u2B00-\u2BFF\u2190-\u21FF\u25A0-\u25FF"
    r"\u2934\u2935\u3030\u303D\u3297\u3299\u00A9\u00AE\u203C\u2049\u2122\u2139\u24C2]"
)
SKIN = r"[\U0001F3FB-\U0001F3FF]"
ELEMENT = rf"{PICTURE}\uFE0F?{SKIN}?"
LETTER = r"[\U0001F1E6-\U0001F1FF]"
KEYCAP = r"[0-9#*]\uFE0F?\u20E3"
REGION = r"\U0001F3F4[\U000E0020-\U000E007E]{2,6}\U000E007F"
ONE = re.compile(
    rf"(?:{LETTER}{{2}}|{KEYCAP}|{REGION}|(?!{LETTER}){ELEMENT}(?:\u200D{ELEMENT}){{0,5}})"
)


def is_emoji(text: str) -> bool:
    """Whether the text is one emoji and nothing else."""
    return ONE.fullmatch(text) is not None
