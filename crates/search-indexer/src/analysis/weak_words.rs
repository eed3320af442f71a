//! Words that say something about a case, but rarely what it is about.

use std::{collections::HashSet, sync::LazyLock};

/// How much such a word counts in a query beside one that names a topic.
pub(super) const WEAK: f32 = 0.5;

/// Verbs of doing, adverbs, and adjectives of size and worth, written as people write them; their inflected forms count as well. Other than
/// stop words they are indexed and looked for.
const WORDS: &str = "
    anbieten anfangen angehen anlegen annehmen anpassen anregen ansprechen anwenden arbeiten aufbauen aufnehmen aufsetzen ausbauen austauschen auswerten
    beachten beantragen bearbeiten bedienen befragen beginnen begleiten begründen bekommen benötigen beraten berichten beschließen besetzen besuchen
    beteiligen betreiben bewerten bezahlen bieten bilden binden bleiben bringen buchen durchführen
    einbeziehen einbinden einführen einladen einrichten einsetzen einstellen einstieg entlasten entscheiden entstehen entwickeln erarbeiten ergänzen erhalten
    erklären erleichtern ermöglichen erproben erreichen ersetzen erstellen fahren fehlen festlegen finanzieren fortführen fragen führen funktionieren
    gelingen gestalten gewinnen glauben gründen haben halten handeln heißen herstellen hinbekommen holen hören interessieren klären kooperieren koordinieren kosten
    kommen können kümmern laden lassen laufen legen leisten leiten liegen lösen machen melden messen mitmachen mitnehmen motivieren
    nehmen nutzen öffnen ordnen organisieren planen prüfen regeln reichen reden sagen sammeln schaffen scheitern schließen schreiben sehen setzen sichern spielen
    sprechen starten stärken stehen stellen steuern teilen teilnehmen tragen treffen übernehmen überzeugen umgehen umsetzen unterstützen
    verändern verbessern verbinden vereinbaren verhindern verknüpfen verlieren vermeiden vermitteln vernetzen verringern verstehen verteilen vorbereiten vorgehen vorstellen
    wachsen wählen werben wissen wirken wollen zahlen zeigen zugehen zusammenarbeiten zusammenbringen
    aktiv aktuell allein allgemein alt ander ausreichend bedarfsgerecht bekannt besonders bestehend bisher breit dauerhaft dauernd direkt echt eigen einfach einheitlich einzeln
    endlich eng erfolgreich ersten extra fest frei früh gemeinsam genau gering gesamt gleich groß günstig gut häufig hoch jung klar klein konkret kostenlos kurz lang langfristig langsam
    leicht letzten lokal mittel möglich nachhaltig nah neu niedrig niedrigschwellig notwendig nötig öfter passend praktisch regelmäßig regional richtig sauber schlecht schnell schön schwer schwierig
    sinnvoll spät stabil ständig stark tief trotzdem tatsächlich überall unterschiedlich verbindlich verschieden voll vorhanden weit wenig wichtig wirklich wirksam zentral zusammen zusätzlich zuständig
    bietet bindet bringt brachte fährt fuhr fällt fiel findet fand gelingt gelang gewinnt gewann hält hielt hilft half kam kommt lässt ließ läuft lief liest
    nimmt nahm schafft schlägt schreibt schrieb sieht sah spricht sprach gesprochen spart steht stand trägt trifft traf tut tritt trat verliert verlor verloren
    vergisst versteht verstand wächst wird wirbt wirft weiß wusste wuchs zieht zog zwingt eingebunden entschieden erhoben gebunden gefunden geholfen genommen
    gewonnen geworben getroffen übernimmt übernommen unterstützt vorgehen
    art beitrag ebene ergebnis form größe grund hilfe lösung möglichkeit ort problem schritt seite sinn sorge teil umgang weg weise wert ziel zahl
";

static STEMS: LazyLock<HashSet<String>> =
    LazyLock::new(|| WORDS.split_whitespace().map(|word| super::stem::stem(&super::fold(word))).collect());

/// Stems that end as the third person of such a verb does and are none: the after-school centre is not what somebody hears.
const OTHERS: &[&str] = &["hort"];

/// Whether the word with this stem is one of them. Of verbs the stem of the third person may keep its ending: `entscheidet`.
pub(crate) fn is_weak(stem: &str) -> bool {
    let verb = stem.strip_suffix("et").or_else(|| stem.strip_suffix('t')).filter(|_| !OTHERS.contains(&stem));
    STEMS.contains(stem) || verb.is_some_and(|verb| STEMS.contains(verb))
}
