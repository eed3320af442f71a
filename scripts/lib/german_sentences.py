"""The sentences of generated cases, by the part of a case that they stand in.

A place in braces takes a word: s is what the case is about and the same throughout, t another thing of its field, c a compound, o an office,
b a board, p people, h houses. What follows the point is the form: acc and dat are cases, a is the indefinite article, bare no article, gen
the genitive. {n} {few} {percent} {year} {month} {times} {manner} {place} explain themselves.
"""

TITLES = """
{s.bare} in {place}: {motto}
{c.bare} und {s.bare} für {few} {h} in {place}
{s.bare} und {t.bare}: {motto} ({place})
{c.bare} für {h} in {place}: {motto}
Wie {o} in {place} {s.acc} neu geordnet hat
{few} {h} in {place} erproben {s.acc} mit {c.a.dat}
{c.bare} {place}: {s.bare} {manner}
Warum {place} {s.acc} und {c.acc} zusammen denkt
"""

TEASERS = """
In {place} arbeiten {few} {h} und {o} an {s.dat}. Der Beitrag zeigt, was {c} geleistet hat und woran es hakte. (Beispieldaten)
Seit {year} gibt es in {place} {c.a.acc} für {p}. Das Beispiel beschreibt den Weg dorthin, {manner}. (Beispieldaten)
{b} hat {year} beschlossen, {s.acc} zu verändern. Heute nutzen {percent} Prozent {p.gen} {c.acc}. (Beispieldaten)
Aus {c.dat} ist in {place} mehr geworden als geplant: {p} und {h} planen {s.acc} gemeinsam. (Beispieldaten)
Wer in {place} nach {t.dat} fragt, landet bei {o.dat}. Wie {c} dabei hilft, steht hier. (Beispieldaten)
"""

SITUATION = """
Im Jahr {year} gab es in {place} {n} {h}, aber {c.a} fehlte fast überall.
Rund {percent} Prozent {p.gen} hatten von {s.dat} noch nie gehört.
{o} und {b} führten eigene Listen, die nicht zueinander passten.
Wer Hilfe suchte, fuhr in {place} zu {few} verschiedenen Adressen.
Für {p} war kaum zu erkennen, wer für {t.acc} zuständig ist.
Die Zahl {p.gen}, die auf {s.acc} angewiesen sind, stieg seit {year} um {percent} Prozent.
Zwischen {place} und den übrigen Ortsteilen fährt der letzte Bus am frühen Nachmittag, deshalb erreichte {s} viele nicht.
{t} lief über Jahre nebenher und hing an einer einzigen Person.
In einer Abfrage nannten {few} von {n} {h.dat} {t.acc} als größte Baustelle.
Mit dem Ende der Förderung drohte {s} wegzufallen.
{b} hatte {times} darüber beraten, ohne dass sich für {p.acc} etwas änderte.
Die Sozialraumdaten zeigten große Unterschiede: in {place} fehlte es an {t.dat}, anderswo an {c.dat}.
Mehrere {h} hatten {t.acc} bereits erprobt, jede auf ihre Weise und mit eigenen Formularen.
Auslöser war ein Bericht, den {o} im {month} {year} vorgelegt hat.
"""

GOALS = """
Bis {year} ist {s} in allen {n} {h.dat} fest verankert.
{p} finden an einer Stelle, was sie über {t.acc} wissen müssen.
Der Anteil {p.gen} ohne Zugang zu {s.dat} sinkt auf unter {percent} Prozent.
{o} und {b} entscheiden auf Grundlage gemeinsamer Zahlen.
Mindestens {few} {h} arbeiten mit {c.dat}.
{c} liegt {times} aktuell vor und wird von {p.dat} genutzt.
Die Wege zwischen {o.dat} und {h.dat} werden kürzer, Zuständigkeiten stehen fest.
{s} bleibt auch nach dem Ende der Förderung bestehen.
"""

APPROACH = """
{o} hat im {month} {year} mit allen {h.dat} gesprochen und die vorhandenen Angebote in {c.acc} übertragen.
Daraus entstand **{c.bare}**, den Stand dazu prüft {b} {times}.
Die Federführung liegt bei {o.dat}, die fachliche Begleitung übernimmt {b}.
Für {p} wurde {s} {manner} neu aufgebaut.
Zuerst haben {few} {h} aus {place} {t.acc} erprobt, ein Jahr später kamen {few} weitere dazu.
Die Auswertung teilen sich {o} und die beteiligten {h}.
Jede Einrichtung benennt eine Person, die {t.acc} im Blick behält und {times} berichtet.
{c} wird von einer halben Stelle gepflegt, die bei {o.dat} angesiedelt ist.
Wo {t} nicht ausreicht, springt {c} ein.
{p} wurden von Anfang an gefragt, was sie von {s.dat} erwarten.
Die Unterlagen sind kurz gehalten: zwei Seiten, ein Ablaufplan, eine Telefonnummer.
Streitfragen klärt {b} {times}, Eilfälle entscheidet {o} allein.
In {place} findet {t} zusätzlich am Nachmittag statt, damit auch {p} teilnehmen können.
Mit {few} Trägern besteht eine schriftliche Vereinbarung über {s.acc} und {t.acc}.
Nach jedem Durchgang füllen {p} einen Bogen mit {few} Fragen aus.
Für den Datenschutz hat {o} ein Formular entwickelt, das {h} unverändert übernehmen können.
"""

STEPS = """
{c.acc} mit {few} {h.dat} abstimmen
eine Ansprechperson für {t.acc} benennen
{s.acc} {times} auswerten
{p.acc} über {t.acc} informieren
Ergebnisse an {b.acc} berichten
Räume und Zeiten für {t.acc} sichern
die Zahlen zu {s.dat} aus {o.dat} zusammenführen
"""

RESULTS = """
Im Jahr {year} nahmen {n} {h} teil, zu Beginn waren es {few}.
{percent} Prozent {p.gen} gaben an, dass {s} ihnen geholfen hat.
{c} wird {times} abgerufen, am häufigsten aus {place}.
{t} hat sich bewährt und steht inzwischen im Haushalt.
Die Quote der Absagen ist um {percent} Prozent gesunken, allerdings auch, weil der Jahrgang kleiner war.
In {place} hat sich wenig verändert, dort wechselte die Leitung {few} Mal.
Ob {p} dadurch besser lernen, lässt sich mit unseren Daten nicht sagen.
{b} hat im {month} {year} beschlossen, {s.acc} fortzuführen.
{few} von {n} {h.dat} haben {c.acc} in ihr Konzept aufgenommen.
{o} spart nach eigener Schätzung {few} Arbeitstage im Jahr.
Ein unerwartetes Ergebnis: {p} fragen jetzt selbst nach {t.dat}.
Ein echter Vorher-Wert fehlt, die Einschätzung beruht auf {n} Gesprächen.
Seit {year} ist {c} auch für Nachbarkommunen offen.
"""

FACTORS = """
{o} hatte von Anfang an ein klares Mandat von {b.dat}.
{p} haben {c.acc} selbst formuliert, die Verwaltung hat nur moderiert.
Es gab genau eine Telefonnummer für {t.acc}.
{c} kostet keine Minute zusätzlich und ersetzt viele Telefonate.
Die {h} wurden für {few} Termine im Jahr freigestellt.
{b} durfte ohne Rücksprache über kleine Beträge entscheiden.
Der Nutzen von {s.dat} war für {p.acc} nach wenigen Wochen sichtbar.
Die Leitung in {place} hat {t.acc} zur Chefsache gemacht.
Wir haben mit {few} freiwilligen {h.dat} begonnen und niemanden gezwungen.
"""

PITFALLS = """
Die Einladung ging in den Sommerferien hinaus, deshalb kamen {few} {h} zu spät dazu.
Über die Weiterführung sprachen wir mit {o.dat} erst im letzten Förderjahr, zwei Jahre früher wäre richtig gewesen.
{c} wurde von einer Person gebaut und nach ihrem Wechsel von niemandem mehr verstanden.
Die Fahrkosten mussten {p} vorstrecken, gerade die Gemeinten blieben dann zu Hause.
Wir haben {t.acc} unterschätzt und würden dafür heute {few} Monate mehr einplanen.
{b} wurde zu spät beteiligt und hat {s.acc} deshalb zunächst vertagt.
Zu viele Formulare: erst nach der Kürzung auf eine Seite haben {p} mitgemacht.
In {place} fehlte ein Raum, {t} fiel dort ein halbes Jahr aus.
"""

TRANSFER = """
Das Vorgehen passt überall, wo {h} und {o} bisher über Einzelfälle sprechen.
Kleinere Kommunen können mit {c.dat} beginnen und {s.acc} später ergänzen.
Die Zuständigkeit für {t.acc} ist in Sachsen, Sachsen-Anhalt und Thüringen verschieden geregelt und muss vor Ort geprüft werden.
Wichtiger als Geld ist eine Person bei {o.dat}, die dranbleibt.
Die Vorlagen für {c.acc} geben wir gerne weiter.
In Kreisen mit langen Wegen sollte {t} an mindestens {few} Standorten stattfinden.
Ohne Rückhalt durch {b.acc} würden wir {s.acc} nicht empfehlen.
"""

EASY = """
In {place} gibt es {s.a.acc}.
Das ist ein Angebot für viele Menschen.
Es kostet nichts.
Sie können jede Woche kommen.
{o} hilft Ihnen dabei.
Fragen Sie bei {o.dat} nach.
"""

INDICATORS = """
{h} mit {c.dat}
Anteil {p.gen} mit Zugang zu {s.dat}
Teilnahmen an {t.dat} im Jahr
Dauer bis zum ersten Gespräch bei {o.dat}
"""
