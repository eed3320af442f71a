"""Meilisearch used straight, as somebody without us would: the cases' own texts in one index, German locale, the facets as filters."""

import json
import os
import time
from pathlib import Path

from case_grammar import read_municipalities, read_vocabularies, slug
from server import Endpoint, WrongAnswer

ROOT = Path(__file__).resolve().parents[3]
INDEX = "cases"

# The facets of our API by its names, which are the attributes' names here.
FACETS = "fieldsOfAction states lifePhases components targetGroups status municipalities fundingProgrammes".split()

# The lists of a case that have labels, each with its vocabulary.
LABELLED = {
    "fieldsOfAction": "fieldOfAction",
    "components": "component",
    "lifePhases": "lifePhase",
    "targetGroups": "targetGroup",
    "status": "status",
    "fundingProgrammes": "fundingProgramme",
    "states": "state",
}

# What our search reads as a case's body, in its order.
BODY = "situation goals approach results successFactors pitfalls transferability firstSteps summaryEasyLanguage".split()

SETTINGS = {
    "searchableAttributes": ["title", "teaser", "labels", "body"],
    "filterableAttributes": FACETS,
    "sortableAttributes": ["publishedAt"],
    # Totals are exact up to this many; by default to 1,000.
    "pagination": {"maxTotalHits": 1_000_000},
    "localizedAttributes": [{"attributePatterns": ["title", "teaser", "labels", "body"], "locales": ["deu"]}],
}

# One request brings so many documents; Meilisearch's limit of 100 MB is some 24,000.
BATCH = 5000


class Documents:
    """Makes the documents of cases."""

    def __init__(self):
        self.labels = read_vocabularies(ROOT / "docs/vocabularies.md")
        states = {label: key for key, label in self.labels["state"].items()}
        self.places = {
            row["ags"]: {"ags": row["ags"], "name": row["name"], "state": states[row["state"]]} for row in read_municipalities(ROOT)
        }

    def document(self, case):
        """A case as an index document: what is searched, what is filtered by, what a list shows."""
        place = self.places.get(case.get("municipality", "")[:5])
        state = place["state"] if place else case["elsewhere"]["state"]
        facets = {name: case[name] for name in LABELLED if name not in ("status", "states")}
        facets |= {"status": [case["status"]], "states": [state], "municipalities": [place["ags"]] if place else []}
        partners = [self.places[ags]["name"] for ags in case.get("partners", [])]
        named = [place["name"] if place else case["elsewhere"]["name"], *partners]
        indicators = [part for one in case.get("indicators", []) for part in (one["name"], one["source"])]
        texts = [text for name in BODY for text in as_list(case.get(name))] + indicators
        return facets | {
            "id": case["externalId"],
            "slug": slug(case["title"]),
            "title": case["title"],
            "teaser": case["teaser"],
            "labels": [self.labels[LABELLED[name]][key] for name in LABELLED for key in facets[name]] + named,
            "body": "\n\n".join(texts),
            "publishedAt": case["publishedAt"],
            "municipality": place,
        }


def as_list(value):
    return value if isinstance(value, list) else [value] if value else []


class Straight(Endpoint):
    """The Meilisearch that scripts/bench-search started."""

    is_straight = True

    def __init__(self, name, port, pid):
        super().__init__(name, port)
        self.process_id = pid
        self.key = os.environ["MEILI_MASTER_KEY"]
        self.headers = Endpoint.headers | {"Authorization": f"Bearer {self.key}"}

    def pid(self):
        return self.process_id

    def ask_with_size(self, path, body):
        """The answer and how many bytes it has."""
        status, sent = self.exchange("POST", path, body)
        if status != 200:
            raise WrongAnswer(f"{self.name} answers {body[:300]} with {status} {sent[:600]}")
        return json.loads(sent), len(sent)

    def change(self, method, path, body, content_type="application/json"):
        """Asks for a change, which becomes a task."""
        status, answer = self.exchange(method, path, body, {"Content-Type": content_type}, timeout=300)
        if status != 202:
            raise RuntimeError(f"{self.name} answers {method} {path} with {status} {answer[:600]}")

    def tasks(self, index, statuses):
        status, answer = self.exchange("GET", f"/tasks?indexUids={index}&statuses={statuses}&limit=1", timeout=60)
        if status != 200:
            raise RuntimeError(f"{self.name} does not list its tasks: {status} {answer[:600]}")
        return json.loads(answer)

    def wait(self, index):
        """Waits until no task of the index is left; one that failed ends the measurement."""
        while self.tasks(index, "enqueued,processing")["total"]:
            time.sleep(0.05)
        failed = self.tasks(index, "failed,canceled")
        if failed["total"]:
            raise RuntimeError(f"{self.name}: {json.dumps(failed['results'])[:600]}")

    def fill(self, batches, count, index=INDEX, settings=SETTINGS):
        """Seconds from the first document until all are searchable."""
        self.change("PATCH", f"/indexes/{index}/settings", json.dumps(settings))
        self.wait(index)
        started = time.monotonic()
        for batch in batches:
            self.change("POST", f"/indexes/{index}/documents?primaryKey=id", batch.read_bytes(), "application/x-ndjson")
        self.wait(index)
        seconds = time.monotonic() - started
        found = json.loads(self.exchange("GET", f"/indexes/{index}/stats")[1])["numberOfDocuments"]
        if found != count:
            raise RuntimeError(f"{self.name} has {found} of {count} cases")
        return seconds

    def remove(self, index):
        self.change("DELETE", f"/indexes/{index}", None)
        self.wait(index)


def write_batches(cases, folder):
    """The documents of all cases as files, a request each, so that making them costs nothing while the clock runs."""
    documents, files, lines = Documents(), [], []

    def finish():
        files.append(folder / f"documents-{len(files)}")
        files[-1].write_text("".join(lines), encoding="utf-8")
        lines.clear()

    with cases.open(encoding="utf-8") as source:
        for line in source:
            lines.append(json.dumps(documents.document(json.loads(line)), ensure_ascii=False) + "\n")
            if len(lines) == BATCH:
                finish()
    if lines:
        finish()
    return files
