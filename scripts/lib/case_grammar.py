"""Makes fictional practice cases from word lists: the same seed gives the same cases."""

import csv
import random
import re
import unicodedata
from bisect import bisect
from datetime import datetime, timedelta
from itertools import accumulate

import german_sentences as sentences
import german_words as words

ARTICLES = {
    "der": {"": "der", "acc": "den", "dat": "dem", "a": "ein", "a.acc": "einen", "a.dat": "einem"},
    "die": {"": "die", "acc": "die", "dat": "der", "a": "eine", "a.acc": "eine", "a.dat": "einer"},
    "das": {"": "das", "acc": "das", "dat": "dem", "a": "ein", "a.acc": "ein", "a.dat": "einem"},
}
GENDERS = {"m": "der", "f": "die", "n": "das"}


class Pool:
    """A list that is drawn from as words are in real texts: the k-th with a weight of about 1/k (Zipf)."""

    def __init__(self, items, exponent=0.9):
        self.items = list(items)
        self.bounds = list(accumulate((place + 1) ** -exponent for place in range(len(self.items))))

    def draw(self, rng):
        return self.items[bisect(self.bounds, rng.random() * self.bounds[-1])]

    def draw_some(self, rng, count):
        """Up to `count` different items, in the order they were drawn."""
        return list(dict.fromkeys(self.draw(rng) for _ in range(count)))


def split_list(text):
    return [item.strip() for item in text.split(",")]


def noun(text):
    """All forms of a noun that stands with its article."""
    article, _, bare = text.partition(" ")
    return {form: f"{word} {bare}" for form, word in ARTICLES[article].items()} | {"bare": bare}


def people(text):
    nominative, _, dative = text.partition("|")
    return {"": f"die {nominative}", "acc": f"die {nominative}", "dat": f"den {dative}", "gen": f"der {nominative}"}


def houses(text):
    nominative, _, dative = text.partition("|")
    return {"": nominative, "dat": dative or nominative}


def templates(text):
    """Each line as alternating literal text and (slot, form)."""
    parsed = []
    for line in text.strip().splitlines():
        parts = re.split(r"\{([^}]+)\}", line)
        parsed.append([part if place % 2 == 0 else tuple(part.partition(".")[::2]) for place, part in enumerate(parts)])
    return parsed


class Compounds:
    """Nouns made of a modifier and a head, each drawn by Zipf: a few are everywhere, most occur a handful of times."""

    def __init__(self):
        self.modifiers = Pool(words.MODIFIERS)
        self.heads = Pool(words.HEADS)
        self.made = {}

    def draw(self, rng):
        key = self.modifiers.draw(rng), self.heads.draw(rng)
        if key not in self.made:
            gender, _, head = key[1].partition(":")
            self.made[key] = noun(f"{GENDERS[gender]} {key[0]}{head}")
        return self.made[key]


class Grammar:
    """Expands templates with the words of one field of action."""

    def __init__(self, rng):
        self.rng = rng
        self.compounds = Compounds()
        self.offices = Pool(noun(word) for word in split_list(words.OFFICES))
        self.boards = Pool(noun(word) for word in split_list(words.BOARDS))
        self.places = Pool(start + end for end in words.PLACE_ENDS for start in words.PLACE_STARTS)
        self.topics = {
            field: tuple(Pool(make(word) for word in split_list(text)) for make, text in zip((noun, people, houses), lists, strict=True))
            for field, lists in words.TOPICS.items()
        }
        plain = {"month": words.MONTHS, "few": words.FEW, "times": split_list(words.TIMES), "manner": split_list(words.MANNERS)}
        self.plain = {name: Pool(items, 0.4) for name, items in (plain | {"motto": split_list(words.MOTTOS)}).items()}
        names = ("TITLES", "TEASERS", "SITUATION", "GOALS", "APPROACH", "STEPS", "RESULTS", "FACTORS", "PITFALLS", "TRANSFER", "EASY", "INDICATORS")
        self.parsed = {name: templates(getattr(sentences, name)) for name in names}

    def begin(self, field):
        """Turns to a new case: its field of action, what it is about, where it happens."""
        self.things, self.people, self.houses = self.topics[field]
        self.subject = self.things.draw(self.rng)
        self.place = self.places.draw(self.rng)

    def another_thing(self):
        """A thing of the field that is not the case's own subject."""
        while (thing := self.things.draw(self.rng)) is self.subject:
            pass
        return thing

    def word(self, slot, form):
        rng = self.rng
        match slot:
            case "s":
                return self.subject[form]
            case "t":
                return self.another_thing()[form]
            case "c":
                return self.compounds.draw(rng)[form]
            case "p":
                return self.people.draw(rng)[form]
            case "h":
                return self.houses.draw(rng)[form]
            case "o":
                return self.offices.draw(rng)[form]
            case "b":
                return self.boards.draw(rng)[form]
            case "place":
                return self.place if rng.random() < 0.6 else self.places.draw(rng)
            case "n":
                return str(int(12 + rng.random() * 60))
            case "percent":
                return str(int(5 + rng.random() * 90))
            case "year":
                return str(int(2012 + rng.random() * 14))
            case _:
                return self.plain[slot].draw(rng)

    def expand(self, template):
        text = "".join(part if part.__class__ is str else self.word(*part) for part in template)
        return text[0].upper() + text[1:]

    def lines(self, name, count):
        """`count` different sentences of one part of a case."""
        return [self.expand(template) for template in self.rng.sample(self.parsed[name], count)]

    def text(self, name, least, most, limit):
        """Sentences until at least `least` characters, never more than `most` sentences or `limit` characters."""
        parts, length = [], 0
        for sentence in self.lines(name, most):
            if length >= least or length + len(sentence) + 1 > limit:
                break
            parts.append(sentence)
            length += len(sentence) + 1
        return " ".join(parts)

    def fitting(self, name, least, limit):
        """One sentence of `least` to `limit` characters."""
        while True:
            text = self.expand(self.rng.choice(self.parsed[name]))
            if least <= len(text) <= limit:
                return text


def read_vocabularies(path):
    """Every vocabulary, its keys with their labels, from docs/vocabularies.md."""
    vocabularies, labels = {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            labels = vocabularies[line.split()[1]] = {}
        elif labels is not None and line.startswith("| `"):
            _, key, label, *_ = (cell.strip() for cell in line.split("|"))
            labels[key.strip("`")] = label
    return vocabularies


def read_municipalities(root):
    """The rows of the network's table, in its order."""
    with (root / "crates/domain/src/municipalities.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def slug(name):
    folded = name.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    ascii_only = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


class Cases:
    """Makes complete cases, one after the other."""

    def __init__(self, seed, root):
        self.rng = random.Random(seed)
        self.grammar = Grammar(self.rng)
        self.municipalities = read_municipalities(root)
        shuffled = self.rng.sample(self.municipalities, len(self.municipalities))
        self.municipality_pool = Pool(shuffled, 0.6)
        self.vocabularies = {
            name: Pool(self.rng.sample(list(labels), len(labels)), 0.7)
            for name, labels in read_vocabularies(root / "docs/vocabularies.md").items()
        }
        self.inboxes = split_list(words.INBOXES)
        self.units = split_list(words.UNITS)
        self.titles, self.moments = set(), set()

    def some(self, vocabulary, most, least=1):
        return self.vocabularies[vocabulary].draw_some(self.rng, self.rng.randint(least, most))

    def one(self, vocabulary):
        return self.vocabularies[vocabulary].draw(self.rng)

    def case(self, number):
        """The case with this number, from 1."""
        rng, grammar = self.rng, self.grammar
        fields = self.some("fieldOfAction", 3)
        grammar.begin(fields[0])
        case = {"externalId": f"gen-{number:06}", "title": self.title(), "teaser": grammar.fitting("TEASERS", 80, 300)}
        mailbox_place = self.locate(case, number)
        case |= {
            "fieldsOfAction": fields,
            "components": self.some("component", 4),
            "lifePhases": self.some("lifePhase", 4),
            "targetGroups": self.some("targetGroup", 5),
            "status": self.one("status"),
        }
        self.schedule(case)
        self.describe(case)
        self.add_extras(case)
        case["contact"] = {"mailbox": f"{rng.choice(self.inboxes)}@{mailbox_place}.example.org"}
        case["licence"] = self.one("licence") if rng.random() < 0.3 else "CC_BY_4_0"
        case["publishedAt"] = self.moment()
        return case

    def title(self):
        while True:
            title = self.grammar.fitting("TITLES", 10, 120)
            if title not in self.titles:
                self.titles.add(title)
                return title

    def locate(self, case, number):
        """Every municipality once, then by Zipf; now and then a Gemeinde of a Landkreis or a place outside the network."""
        rng = self.rng
        everywhere = number <= len(self.municipalities)
        row = self.municipalities[number - 1] if everywhere else self.municipality_pool.draw(rng)
        if not everywhere and rng.random() < 0.02:
            state = rng.choice(list(words.ELSEWHERE))
            case["elsewhere"] = {"name": words.ELSEWHERE[state], "state": state}
            return slug(words.ELSEWHERE[state])
        is_gemeinde = not everywhere and row["kind"] == "landkreis" and rng.random() < 0.06
        case["municipality"] = row["ags"] + (f"{rng.randint(1, 60) * 10:03}" if is_gemeinde else "")
        if rng.random() < 0.25:
            case["partners"] = [partner["ags"] for partner in rng.sample(self.municipalities, rng.randint(1, 3)) if partner is not row]
        return slug(row["name"])

    def schedule(self, case):
        start = self.rng.randint(2012 * 12, 2025 * 12 + 5)
        case["start"] = f"{start // 12}-{start % 12 + 1:02}"
        if case["status"] in ("COMPLETED", "DISCONTINUED"):
            end = start + self.rng.randint(6, 48)
            case["end"] = f"{end // 12}-{end % 12 + 1:02}"

    def describe(self, case):
        rng, grammar = self.rng, self.grammar
        case["situation"] = grammar.text("SITUATION", 360, 7, 1500)
        case["goals"] = grammar.lines("GOALS", rng.randint(2, 4))
        case["approach"] = self.approach()
        case["results"] = grammar.text("RESULTS", 330, 7, 2000)
        case["evidence"] = self.one("evidence")
        case["successFactors"] = grammar.lines("FACTORS", rng.randint(2, 4))
        case["pitfalls"] = grammar.lines("PITFALLS", rng.randint(1, 3))
        case["transferability"] = grammar.text("TRANSFER", 260, 4, 1200)
        case["preconditions"] = self.some("precondition", 3, least=0)

    def approach(self):
        """Paragraphs in Markdown, often with a list."""
        parts = self.grammar.lines("APPROACH", 9)
        paragraphs = [" ".join(parts[:4]), " ".join(parts[4:7])]
        kind = self.rng.random()
        if kind < 0.6:
            steps = self.grammar.lines("STEPS", self.rng.randint(3, 4))
            marks = ("- " if kind < 0.4 else f"{place}. " for place in range(1, 9))
            paragraphs.append("\n".join(mark + step for mark, step in zip(marks, steps, strict=False)))
        paragraphs.append(" ".join(parts[7:]))
        return "\n\n".join(paragraphs)

    def add_extras(self, case):
        rng, grammar = self.rng, self.grammar
        for key, vocabulary, share in (("costsOneOff", "costBand", 0.7), ("costsYearly", "costBand", 0.6), ("staffEffort", "staffBand", 0.8)):
            if rng.random() < share:
                case[key] = self.one(vocabulary)
        case["fundingProgrammes"] = self.some("fundingProgramme", 3, least=0)
        case["offers"] = self.some("offer", 4, least=0)
        if rng.random() < 0.35:
            case["indicators"] = [self.indicator(name) for name in grammar.lines("INDICATORS", rng.randint(1, 3))]
        if rng.random() < 0.5:
            case["firstSteps"] = grammar.lines("STEPS", rng.randint(2, 5))
        if rng.random() < 0.3:
            name = grammar.compounds.draw(rng)["bare"]
            case["links"] = [{"title": f"{name}, Unterlagen (Beispieldaten)", "url": f"https://{slug(grammar.place)}.example.org/{slug(name)}"}]
        if rng.random() < 0.2:
            case["summaryEasyLanguage"] = " ".join(grammar.expand(template) for template in grammar.parsed["EASY"])
        if rng.random() < 0.1:
            case["sourceUrl"] = f"https://{slug(grammar.place)}.example.org/beispiele/{case['externalId']}"

    def indicator(self, name):
        before = self.rng.randint(5, 400)
        after = round(before * self.rng.uniform(0.5, 2.0), self.rng.choice((0, 1)))
        year = self.rng.randint(2016, 2026)
        source = "Auswertung der Koordinierungsstelle (Beispieldaten)"
        return {"name": name, "before": before, "after": after, "unit": self.rng.choice(self.units), "year": year, "source": source}

    def moment(self):
        """A moment of its own in office hours from January 2023 to October 2026, so that no order is left to chance."""
        while True:
            at = datetime(2023, 1, 9) + timedelta(days=self.rng.randrange(1385), seconds=self.rng.randrange(7 * 3600, 16 * 3600))
            if at not in self.moments:
                self.moments.add(at)
                return at.strftime("%Y-%m-%dT%H:%M:%SZ")
