r"""Makes any text safe inside a DOT label, so that the picture shows it character by character.

In a record's label ``|{}<>`` and spaces structure the record, everywhere ``\N`` and its kin expand,
``&lt;`` becomes ``<``, a quote ends the string, and NUL ends the file. graphviz.escape() doubles
backslashes, and covers none of the rest.
"""

import re

LABEL_LIMIT = 80
TOOLTIP_LIMIT = 400

# The record's structure, as entities: they are decoded after the record was taken apart.
_ENTITIES = {ord(c): f"&#{ord(c)};" for c in '|{}<>&"'}
_BREAKS = {ord("\n"): r"\n", ord("\\"): r"\\"}

# A space beside another, or beside a character that is not ASCII, is lost in a record.
_FRAGILE_SPACE = re.compile("(?<![!-~]) | (?![!-~])")

# Characters that XML forbids or that are no text: the rest of C0, C1, surrogates, noncharacters.
_PICTURES = {c: 0x2400 + c for c in range(32) if c != ord("\n")} | {127: 0x2421}
_NO_TEXT = re.compile("[\x80-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def visible(text: str) -> str:
    r"""Return `text` with a visible character in the place of each that is none.

    >>> visible("a\0b\tc\x1b[0m\x7f")
    'a␀b␉c␛[0m␡'
    >>> visible("one\ntwo, \ud800")
    'one\ntwo, �'
    """
    return _NO_TEXT.sub("\ufffd", text.translate(_PICTURES))


def shortened(text: str, limit: int = LABEL_LIMIT) -> str:
    """Return `text`, or as much of it as fits into `limit` characters, and an ellipsis.

    >>> shortened("weight", 6), shortened("weights", 6)
    ('weight', 'weigh…')
    """
    return text if len(text) <= limit else text[: limit - 1] + "…"


def label(text: str, limit: int = LABEL_LIMIT) -> str:
    r"""Return the DOT, without quotes around it, that a label or a record's field shows as `text`.

    >>> for text in ["w|b", "{x}", "<b>", r"\N", 'say "x"', "&lt;", "two  spaces", "one\ntwo"]:
    ...     print(label(text))
    w&#124;b
    &#123;x&#125;
    &#60;b&#62;
    \\N
    say &#34;x&#34;
    &#38;lt;
    two&#32;&#32;spaces
    one\ntwo
    """
    entities = visible(shortened(text, limit)).translate(_ENTITIES | _BREAKS)
    return _FRAGILE_SPACE.sub("&#32;", entities)


def tooltip(text: str) -> str:
    r"""Return the DOT that a tooltip shows as `text`; it is expanded twice, unlike a label.

    >>> print(tooltip(r"\N"))
    \\\\N
    """
    return label(text, TOOLTIP_LIMIT).replace(r"\\", r"\\\\")
