"""What is searched for: hundreds of queries of one to four words that the cases hold, some with a filter, each for our API and straight.

What else is to be measured is one more `Search` in `searches`; if its answers look different, one with a `read` of its own. Its goals are
lines in search.py.
"""

import json
import random
import re
from dataclasses import dataclass
from itertools import islice, product

import german_words as words
from queries import PAGE, ROW, Scenario, body
from straight import FACETS, INDEX, Documents

# So many different queries, made of so many cases.
COUNT, SOURCE = 400, 1000
HITS = 20
HIGHLIGHTED, PLAIN, NEWEST = "20 hits, facets, highlights", "20 hits, facets", "20 newest by filter alone"

# How many words a query has, with the share of such queries; the share that names the case's municipality, and that has a filter.
LENGTHS = {1: 30, 2: 40, 3: 20, 4: 10}
WITH_PLACE, WITH_FILTER = 0.1, 0.3

# A snippet of ours has about 240 characters: 30 German words.
SNIPPET_WORDS = 30
RETRIEVED = ["id", "slug", "title", "teaser", "publishedAt", "fieldsOfAction", "municipality"]
MARK = "<mark>"
FACET_FIELDS = "facets { " + " ".join(f"{name} {{ value label count }}" for name in FACETS) + " }"
HIGHLIGHT_FIELDS = "highlights { title teaser snippet }"


@dataclass
class Answer:
    """What an answer says, whoever gave it."""

    titles: list
    total: int
    facets: dict
    marks: int


def read_graphql(data):
    found = data["searchCases"]
    facets = {name: {one["value"]: one["count"] for one in counts} for name, counts in found.get("facets", {}).items()}
    shown = [edge["highlights"] for edge in found["edges"] if "highlights" in edge]
    titles = [edge["node"]["title"] for edge in found["edges"]]
    return Answer(titles, found["totalCount"], facets, json.dumps(shown).count(MARK))


def read_straight(answer):
    main, *others = answer.get("results", [answer])
    facets = main.get("facetDistribution", {})
    for other in others:
        facets |= other["facetDistribution"]
    shown = [hit["_formatted"] for hit in main["hits"] if "_formatted" in hit]
    return Answer([hit["title"] for hit in main["hits"]], main["estimatedTotalHits"], facets, json.dumps(shown).count(MARK))


@dataclass
class Search(Scenario):
    """A scenario with what its answers must hold."""

    facets: bool = False
    highlights: bool = False
    # Whether there is one right answer: then the servers are compared.
    is_exact: bool = False

    def read(self, server, answer):
        """What an answer says."""
        return read_straight(answer) if server.is_straight else read_graphql(answer)


def nouns():
    """The nouns that the generator puts into texts."""
    texts = [words.OFFICES, words.BOARDS, *(text for lists in words.TOPICS.values() for text in lists)]
    heads = (head.partition(":")[2] for head in words.HEADS)
    compounds = {modifier + head for modifier, head in product(words.MODIFIERS, heads)}
    return compounds | {word for text in texts for word in re.findall(r"[A-ZÄÖÜ][\w:]{3,}", text)}


def some_cases(path, rng):
    """The first cases of a file in another order. A larger file of the same seed begins with the same: the same is asked of all sizes."""
    with path.open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in islice(lines, SOURCE)]
    return rng.sample(found, len(found))


def questions(path):
    """Pairs of a query and a filter, each of which at least one case has: its own words, its own field of action or Land."""
    rng, known, documents = random.Random(11), nouns(), Documents()
    cases = some_cases(path, rng)
    found = {}
    for attempt in range(20 * COUNT):
        document = documents.document(cases[attempt % len(cases)])
        text = " ".join((document["title"], document["teaser"], document["body"]))
        own = sorted({word for word in re.findall(r"[\w:]+", text) if word in known})
        length = rng.choices(list(LENGTHS), LENGTHS.values())[0]
        chosen = rng.sample(own, min(length, len(own)))
        place = document["municipality"]
        if place and " " not in place["name"] and length > 1 and rng.random() < WITH_PLACE:
            chosen[-1] = place["name"]
        query = " ".join(chosen)
        if rng.random() < 0.5:
            query = query.lower()
        chosen_filter = a_filter(document, rng, 1) if rng.random() < WITH_FILTER else {}
        found[query, json.dumps(chosen_filter)] = (query, chosen_filter)
        if len(found) == COUNT:
            return list(found.values())
    raise RuntimeError(f"only {len(found)} different queries came of these cases")


def a_filter(document, rng, most):
    """One value each of up to so many facets of a case."""
    facets = rng.sample(["fieldsOfAction", "states", "lifePhases"], rng.randint(1, most))
    return {name: [rng.choice(document[name])] for name in facets}


def filters(path):
    """Different filters that at least one case fits."""
    rng, documents, found = random.Random(12), Documents(), {}
    for case in some_cases(path, rng):
        chosen = a_filter(documents.document(case), rng, 3)
        found[json.dumps(chosen, sort_keys=True)] = chosen
    return list(found.values())[:COUNT]


def document_of(search):
    """The GraphQL document of a search."""
    facets, highlights = FACET_FIELDS if search.facets else "", HIGHLIGHT_FIELDS if search.highlights else ""
    return f"""query Search($query: String!, $filter: CaseFilter, $order: SearchOrder) {{
  searchCases(query: $query, filter: $filter, orderBy: $order, first: {HITS}) {{
    totalCount
    {PAGE}
    {facets}
    edges {{ cursor {ROW} {highlights} }}
  }}
}}"""


def straight_request(search, query, chosen, newest):
    """The same for Meilisearch: path and body. A facet that a filter selects is counted by a search of its own without that filter, as our
    API counts it. Its totals and counts may be estimates so: no dearer for Meilisearch than exact ones, which ours are."""
    conditions = {name: f"{name} IN {json.dumps(values)}" for name, values in chosen.items()}
    main = {"q": query, "limit": HITS, "filter": list(conditions.values()), "attributesToRetrieve": RETRIEVED}
    if newest:
        main["sort"] = ["publishedAt:desc"]
    if search.highlights:
        main |= {"attributesToHighlight": ["title", "teaser", "body"], "attributesToCrop": ["body"], "cropLength": SNIPPET_WORDS}
        main |= {"highlightPreTag": MARK, "highlightPostTag": "</mark>"}
    others = []
    if search.facets:
        main["facets"] = FACETS
        for name in conditions:
            rest = [condition for other, condition in conditions.items() if other != name]
            others.append({"q": query, "limit": 0, "filter": rest, "facets": [name]})
    if not others:
        return f"/indexes/{INDEX}/search", json.dumps(main)
    return "/multi-search", json.dumps({"queries": [{"indexUid": INDEX} | one for one in (main, *others)]})


def filled(search, asked, newest=False):
    """The search with its requests."""
    text, order = document_of(search), "NEWEST" if newest else "RELEVANCE"
    search.bodies = [body(text, query=query, filter=chosen, order=order) for query, chosen in asked]
    search.straight = [straight_request(search, query, chosen, newest) for query, chosen in asked]
    return search


def searches(path):
    """All that is measured, for the cases of a file."""
    asked = questions(path)
    newest = [("", chosen) for chosen in filters(path)]
    return [
        filled(Search(HIGHLIGHTED, [], facets=True, highlights=True), asked),
        filled(Search(PLAIN, [], facets=True), asked),
        filled(Search(NEWEST, [], is_exact=True), newest, newest=True),
    ]


def all_facets():
    """Every case, with its facets: what both must count alike. Not measured."""
    asked = [("", {}), ("", {"states": ["SACHSEN"]}), ("", {"fieldsOfAction": ["GOVERNANCE"], "states": ["THUERINGEN"]})]
    return filled(Search("all cases with facets", [], facets=True, is_exact=True), asked, newest=True)
