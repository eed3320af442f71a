//! Words that say nothing about a case.

use std::{collections::HashSet, sync::LazyLock};

/// Function words: neither indexed nor looked for. Written as people write them.
const FUNCTION_WORDS: &str = "
    der die das den dem des ein eine einer eines einem einen kein keine keiner keines keinem keinen
    und oder aber sondern denn sowie bzw beziehungsweise noch als ob dass daß weil wenn falls damit sodass indem während obwohl
    ich du er sie es wir ihr mich dich sich uns euch ihm ihn ihnen mir dir man jemand niemand wer wem wen wessen was
    mein meine meiner meinen meinem dein deine sein seine seiner seinen seinem seines ihre ihrer ihren ihrem ihres unser unsere unserer unseren unserem euer eure
    dieser diese dieses diesem diesen jener jene jenes jenem jenen jeder jede jedes jedem jeden welcher welche welches welchem welchen
    derjenige diejenige dasjenige derselbe dieselbe dasselbe solche solcher solchen solches
    in im ins an am ans auf aufs aus bei beim mit nach von vom vor zu zum zur für fürs über übers unter durch durchs gegen ohne um ums bis ab seit zwischen neben hinter entlang trotz wegen
    bin bist ist sind seid war waren wäre wären gewesen sein habe hast hat haben habt hatte hatten hätte hätten gehabt
    werde wirst wird werden werdet wurde wurden würde würden geworden worden
    kann kannst können könnt konnte konnten könnte könnten muss müssen musste mussten soll sollen sollte sollten will wollen wollte wollten darf dürfen durfte mag mögen möchte möchten
    nicht nichts auch nur schon sehr so wie wo wann warum weshalb wieso woher wohin womit wofür worüber wodurch hier dort da dann dabei dafür dazu daran darauf daraus darin darüber davon
    hin her hinaus herein etwa etwas mehr weniger viel viele vielen wenig wenige alle allen aller alles allem beide beiden einige einigen mancher manche manchen andere anderen anderer anderes
    mal nun ja nein doch gar immer wieder bereits jetzt heute zwar also außerdem jedoch deshalb daher dadurch
    usw etc bspw zb ggf evtl eventuell vielleicht gern gerne bzgl bezüglich hinsichtlich mittels sowas jemanden jemandem hättet werdet würdet könntet solltet müsstet wärt
";

/// Words that questions are made of and that name no topic. Documents keep them; a query drops them as long as others remain.
const QUESTION_WORDS: &str = "
    kennt kennen kenne kennst gibt geben gebe gute guter gutes guten gutem gut beste besten bester beispiel beispiele beispielen praxisbeispiel praxisbeispiele
    erfahrung erfahrungen erfahren suche suchen gesucht finde finden findet macht machen gemacht mache tun tut getan
    hilft helfen bitte danke hallo frage fragen tipp tipps idee ideen info infos information informationen
    geht gehen läuft laufen funktioniert funktionieren klappt klappen bekommt bekommen braucht brauchen brauche
    lange genau besser neue neuer neues neuen weiter weitere weiteren anders eigentlich überhaupt irgendwo irgendwer irgendjemand
    empfehlen empfiehlt empfehlt empfehlenswert ratschlag ratschläge vorschlag vorschläge anregung anregungen inspiration hinweis hinweise
    interessiert interessieren interessant interessante interessanten hilfreich hilfreiche hilfreichen sinnvoll sinnvolle sinnvollen
    erfolgreich erfolgreiche erfolgreichen bewährt bewährte bewährten gelungen gelungene gelungenes gelungenen vorbildlich vorbildliche toll tolle tolles
    konkret konkrete konkreten ähnlich ähnliche ähnlichen ähnliches vergleichbar vergleichbare vergleichbaren aktuell aktuelle aktuellen
    best good practice practices ansatz ansätze möglichkeit möglichkeiten lösung lösungen lösen löst gelöst vorgehen
    umsetzen umsetzt umgesetzt einführen eingeführt aufbauen aufgebaut starten gestartet anfangen angefangen beginnen organisieren organisiert gestalten gestaltet
    angehen angegangen schaffen schafft geschafft bringen bringt gebracht kriegen kriegt kriege gelingt gelingen gelang lohnt lohnen bedeutet passiert
    kommt kommen nutzt nutzen genutzt bieten bietet wichtig wichtige wichtigen möglich dringend liebe grüße
    kommune kommunen fall fälle projekt projekte praxis thema themen
";

fn folded(words: &str) -> HashSet<String> {
    words.split_whitespace().map(super::fold).collect()
}

static FUNCTION: LazyLock<HashSet<String>> = LazyLock::new(|| folded(FUNCTION_WORDS));
static QUESTION: LazyLock<HashSet<String>> = LazyLock::new(|| folded(QUESTION_WORDS));

/// Whether this folded form is a function word.
pub(super) fn is_function_word(folded: &str) -> bool {
    FUNCTION.contains(folded)
}

/// Whether this folded form belongs to a question rather than to its topic.
pub(crate) fn is_question_word(folded: &str) -> bool {
    QUESTION.contains(folded)
}
