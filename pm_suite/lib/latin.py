"""Russian in Latin letters, for addresses and keys (after BGN/PCGN, without its marks)."""

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
SPELLED = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"
RUSSIAN = dict(zip(LETTERS, SPELLED.replace("-", "").split(" "), strict=True))


def to_latin(text: str) -> str:
    """The text in lower case with its Russian letters written in Latin ones."""
    return "".join(RUSSIAN.get(sign, sign) for sign in text.lower())
