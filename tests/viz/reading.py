"""Reads a picture back: the texts and tooltips that an SVG shows, and the graph that DOT holds."""

import shutil
import xml.etree.ElementTree as ET

import pytest

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}"

needs_dot = [
    pytest.mark.dot,
    pytest.mark.skipif(shutil.which("dot") is None, reason="there is no dot on this machine"),
]


def nodes_in(svg: bytes) -> dict[str, list[str]]:
    """Return the texts in each node of a picture; runs of spaces come back as they were."""
    found = {}
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        if group.get("class") == "node":
            texts = [(text.text or "").replace("\xa0", " ") for text in group.iter(f"{SVG}text")]
            found[group.findtext(f"{SVG}title", "")] = texts
    return found


def edges_in(svg: bytes) -> list[str]:
    """Return the edges of a picture, as ``tail->head``."""
    groups = ET.fromstring(svg).iter(f"{SVG}g")
    return [g.findtext(f"{SVG}title", "") for g in groups if g.get("class") == "edge"]


def tooltips_in(svg: bytes) -> list[str]:
    """Return the tooltips of a picture."""
    titles = (a.get(f"{LINK}title") for a in ET.fromstring(svg).iter(f"{SVG}a"))
    return [title.replace("\xa0", " ") for title in titles if title]


def tags_in(svg: bytes) -> set[str]:
    """Return the kinds of elements that a picture is made of."""
    return {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}


def links_in(svg: bytes) -> list[str]:
    """Return where a picture leads to when something in it is clicked."""
    elements = ET.fromstring(svg).iter()
    return [value for e in elements for name, value in e.items() if name.endswith("href")]
