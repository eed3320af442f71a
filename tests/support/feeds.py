"""What makes a feed a good one: the grammar of RFC 4287, the rules beside it, and what a feed reader finds in it."""

from functools import cache
from pathlib import Path

import rnc2rng
from lxml import etree

_GRAMMAR = Path(__file__).resolve().parents[1] / "assets" / "atom.rnc"
_NAMES = {"atom": "http://www.w3.org/2005/Atom"}


@cache
def _relax_ng() -> etree.RelaxNG:
    xml = rnc2rng.dumps(rnc2rng.load(str(_GRAMMAR)))
    # The converter declares a prefix for "no namespace", which XML does not allow and nothing uses.
    return etree.RelaxNG(etree.fromstring(xml.replace('xmlns:local=""', "").encode()))


def problems_of_atom(content: bytes) -> list[str]:
    """What is wrong with this Atom document; nothing, if all is well."""
    root = etree.fromstring(content)
    grammar = _relax_ng()
    found = [] if grammar.validate(root) else [str(error) for error in grammar.error_log]
    # The schematron rules of the RFC's appendix.
    for rule in (
        "boolean(/atom:feed/atom:author) or not(/atom:feed/atom:entry[not(atom:author)])",
        "not(//atom:entry[not(atom:link[@rel='alternate' or not(@rel)] or atom:content)])",
        "not(//atom:entry[not(atom:author) and not(../atom:author)])",
        "not(//atom:content[@src and not(../atom:summary)])",
    ):
        if not root.xpath(rule, namespaces=_NAMES):
            found.append(f"against {rule}")
    # What the text of the RFC asks for beside its grammar (4.1.1, 4.2.6): one alternate of a kind, a link to itself, no id twice.
    for parent in root.xpath("/atom:feed | //atom:entry", namespaces=_NAMES):
        kinds = [(link.get("type"), link.get("hreflang")) for link in parent.findall("atom:link[@rel='alternate']", _NAMES)]
        if len(kinds) != len(set(kinds)):
            found.append(f"two alternates of a kind: {kinds}")
    ids = root.xpath("//atom:id/text()", namespaces=_NAMES)
    if len(ids) != len(set(ids)):
        found.append("an id stands twice")
    if not root.xpath("/atom:feed/atom:link[@rel='self']", namespaces=_NAMES):
        found.append("no link to itself")
    return found


_TYPES = {"title": str, "home_page_url": str, "feed_url": str, "description": str, "language": str, "authors": list, "items": list}
_ITEM_TYPES = {"id": str, "url": str, "title": str, "content_text": str, "summary": str, "date_published": str, "tags": list}


def problems_of_json(feed: dict) -> list[str]:
    """What is wrong with this JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    found = [] if feed.get("version") == "https://jsonfeed.org/version/1.1" else ["version"]
    found += [f"{name} is no {kind.__name__}" for name, kind in _TYPES.items() if not isinstance(feed.get(name), kind)]
    for item in feed.get("items", []):
        found += [f"item: {name} is no {kind.__name__}" for name, kind in _ITEM_TYPES.items() if not isinstance(item.get(name), kind)]
    found += [f"author without a name: {author}" for author in feed.get("authors", []) if not author.get("name")]
    return found
