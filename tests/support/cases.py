"""Practice cases for tests: fictional, complete enough to be published, with words that tests can search for."""

import json
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
DEMO_FILE = REPOSITORY / "crates" / "server" / "demo" / "cases.jsonl"


def demo_lines() -> list[str]:
    """The demo cases as they are imported, a line each."""
    return [line for line in DEMO_FILE.read_text("utf-8").splitlines() if line.strip()]


def demo_cases() -> list[dict]:
    """The demo cases, read."""
    return [json.loads(line) for line in demo_lines()]


def a_case(**changes: object) -> dict:
    """A complete case of the Burgenlandkreis; `changes` replace keys, None leaves a key out.

    The word "Bildungskonferenz" stands in it as a compound only, "Saatgutbibliothek" once in `results`.
    """
    case = {
        "title": "Bildungskonferenz auf dem Marktplatz mit allen Schulformen",
        "teaser": "Einmal im Jahr lädt der Landkreis auf den Marktplatz ein: Schulen, Betriebe und Familien beraten dort, "
        "was im nächsten Jahr Vorrang hat. (Beispieldaten)",
        "municipality": "15084",
        "fieldsOfAction": ["FAMILY_EDUCATION", "TRANSITION_SCHOOL_WORK"],
        "components": ["COORDINATION", "EXTERNAL_COOPERATION"],
        "lifePhases": ["LOWER_SECONDARY"],
        "targetGroups": ["FAMILIES", "EDUCATORS"],
        "status": "RUNNING",
        "start": "2022-03",
        "situation": "Bis 2021 trafen sich Schulträger, Schulaufsicht und freie Träger in vier getrennten Runden. Familien kamen in keiner "
        "vor, und Ergebnisse der einen Runde waren in der anderen unbekannt. Der Bildungsausschuss bat die Verwaltung deshalb, eine "
        "gemeinsame Beratung zu erproben, die für alle offen ist.",
        "goals": ["Mindestens hundert Menschen beraten mit.", "Drei Vorhaben werden beschlossen und finanziert."],
        "approach": "Das Bildungsbüro bereitet den Tag mit einer Gruppe aus zwölf Personen vor. **Im Januar** sammelt es Themen, im März "
        "werden sie zu höchstens acht Tischen gebündelt.\n\n- Jeder Tisch hat eine Gastgeberin oder einen Gastgeber.\n- Jeder Tisch "
        "endet mit einem Vorschlag auf einer Karte.\n\nAm Nachmittag stimmen alle Anwesenden ab. Die Verwaltung sagt binnen sechs "
        "Wochen öffentlich, was sie übernimmt und was nicht.",
        "results": "2024 kamen 164 Menschen, darunter 31 Jugendliche. Von neun Vorschlägen wurden vier umgesetzt, unter anderem eine "
        "Saatgutbibliothek im Schulgarten. Zwei scheiterten am Brandschutz, drei am Geld. Die getrennten Runden gibt es noch, sie tagen "
        "aber nur noch halb so oft.",
        "evidence": "INTERNAL_EVALUATION",
        "fundingProgrammes": ["OWN_FUNDS"],
        "successFactors": ["Der Tag liegt an einem Samstag.", "Wer einen Vorschlag macht, bekommt eine Antwort."],
        "pitfalls": ["Im ersten Jahr fehlte ein Zelt, und es regnete."],
        "transferability": "Übertragbar auf jede Kommune mit einem Platz in der Mitte. Die Vorbereitungsgruppe braucht etwa vier Treffen.",
        "preconditions": ["PARTNERS"],
        "contact": {"mailbox": "bildungsbuero@burgenlandkreis.example.org"},
        "licence": "CC_BY_4_0",
    }
    case.update(changes)
    return {key: value for key, value in case.items() if value is not None}


def another_case(**changes: object) -> dict:
    """A case that shares no searched word with `a_case`."""
    return a_case(
        **{
            "title": "Lesepaten an sechs Grundschulen im ländlichen Raum",
            "teaser": "Ehrenamtliche lesen einmal in der Woche mit Kindern, die zu Hause wenig vorgelesen bekommen. Der Landkreis bildet "
            "sie aus und vermittelt sie. (Beispieldaten)",
            "fieldsOfAction": ["EARLY_EDUCATION"],
            "results": "Im Schuljahr 2023/24 lasen 48 Ehrenamtliche mit 210 Kindern. Die Lehrkräfte beobachten, dass die Kinder häufiger "
            "freiwillig zu Büchern greifen; gemessen wurde das nicht. Elf Ehrenamtliche hörten im ersten Halbjahr wieder auf, meist "
            "wegen der langen Wege.",
            **changes,
        }
    )


def as_jsonl(cases: list[dict]) -> str:
    """Cases in the form of an import."""
    return "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
