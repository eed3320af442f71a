//! What the templates of a digest show.

mod replies;

use super::{DigestItem, DigestMail, DigestSection, MAX_MAIL_ITEMS, RepliesSection, SectionKind, share};
use crate::{
    clean::{one_line, shorten},
    context::MailContext,
    error::MailError,
    german::{self, counted},
    render::{Footer, Rendered, templates},
};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::digest_period::Frequency;
use replies::RepliesView;
use std::collections::HashSet;
use url::Url;

/// The longest teaser, in characters.
const MAX_TEASER: usize = 300;

/// How much of what a subscription is about stands above its section, in characters.
const MAX_ABOUT: usize = 200;

/// How much of the first title the subject holds, in characters.
const MAX_SUBJECT_TITLE: usize = 60;

/// What the templates show; text from elsewhere is in one line.
pub(super) struct View {
    pub(super) footer: Footer,
    /// What kind of overview it is.
    heading: &'static str,
    /// "3 neue Praxisbeispiele", or "Neue Praxisbeispiele" where nobody knows how many; "2 Antworten auf Ihre Fragen", or both.
    count: String,
    /// The first title or question, with an ellipsis if it is not the only one.
    topic: String,
    titles_only: bool,
    replies: Vec<RepliesView>,
    sections: Vec<SectionView>,
    /// "Für 3 weitere Abschnitte mit Neuem ist …"; empty if all are in.
    left_out: String,
    /// What they tell of and the pages that list it.
    elsewhere: Vec<(&'static str, String)>,
    /// What the reader subscribed to, as far as this mail tells of it.
    subscribed_to: String,
    unsubscribe_url: String,
    manage_url: String,
}

struct SectionView {
    /// "Neu: Suche: Netzwerkanalyse".
    heading: String,
    period: String,
    items: Vec<ItemView>,
    /// "2 weitere Praxisbeispiele"; empty if there are none, or none that the mail does not name.
    more: String,
    more_url: String,
    frequency: &'static str,
    leave_url: String,
}

struct ItemView {
    title: String,
    teaser: String,
    place: String,
    url: String,
    /// Empty if none is given.
    reasons: String,
    published_on: String,
}

templates!("digest", "digest/subject.txt", "digest/text.txt", "digest/mail.html");

/// How much a mail shows at most.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Most {
    /// Sections of cases.
    sections: usize,
    /// Cases, of all sections together.
    cases: usize,
    /// Replies, of all sections together.
    replies: usize,
}

impl Most {
    /// An eighth less of replies and of cases, or of sections where there are no fewer of these than of cases; so hundreds of sections are rendered
    /// some times over, and not hundreds of times. After one of each, whose letters may be of any size and number, come headings with links alone,
    /// and then nothing.
    fn less(self) -> Option<Self> {
        let cut = |most: usize| if most > 1 { most - most.div_ceil(8) } else { most };
        let less = match self {
            Self { sections: 0 | 1, cases: 0 | 1, replies: 0 | 1 } => Self { cases: 0, replies: 0, ..self },
            Self { sections, cases, replies } if cases > sections => Self { sections, cases: cut(cases), replies: cut(replies) },
            Self { sections, cases, replies } => Self { sections: cut(sections), cases, replies: cut(replies) },
        };
        (less != self).then_some(less)
    }
}

/// With all that there is room for; where that would make the mail too long, with fewer sections, cases and replies, and links to the others.
pub(super) fn rendered(context: &MailContext, mail: &DigestMail) -> Result<(View, Rendered), MailError> {
    let replies = if mail.replies.is_empty() { 0 } else { MAX_MAIL_ITEMS };
    let mut most = Most { sections: mail.sections.len(), cases: MAX_MAIL_ITEMS, replies };
    loop {
        let view = view(context, mail, most)?;
        match (view.rendered(), most.less()) {
            (Err(MailError::TooLong { .. }), Some(less)) => most = less,
            (rendered, _) => return rendered.map(|rendered| (view, rendered)),
        }
    }
}

/// What the templates show, with so much at most.
fn view(context: &MailContext, mail: &DigestMail, most: Most) -> Result<View, MailError> {
    let told: Vec<_> = mail.sections.iter().filter(|section| !section.items.is_empty() || untold(section) > 0).collect();
    let answered: Vec<_> = mail.replies.iter().filter(|section| replies::count(section) > 0).collect();
    if told.is_empty() && answered.is_empty() {
        return Err(MailError::Empty);
    }
    let (shown, rest) = told.split_at(most.sections.min(told.len()));
    let with_items = shown.iter().filter(|section| !section.items.is_empty()).count();
    let room = share(most.cases, with_items);
    // Sections for which there is no room any more are a heading with a link to what they tell.
    let room_of = |number: usize| if number < most.cases { room } else { 0 };
    let named = (0..).zip(shown).flat_map(|(number, told)| told.items.iter().take(room_of(number)));
    let named: HashSet<&Url> = named.map(|item| &item.url).collect();
    let cases: usize = told.iter().map(|section| section.items.len() + untold(section)).sum();
    let replies: usize = answered.iter().map(|section| replies::count(section)).sum();
    let topic = shorten(&topic(&told, &answered), MAX_SUBJECT_TITLE);
    let mut left = most.replies;
    Ok(View {
        footer: Footer::new(context),
        heading: heading(&told, &answered),
        count: count(&told, cases, replies),
        topic: if cases + replies == 1 || topic.ends_with('…') { topic } else { topic + " …" },
        titles_only: mail.titles_only,
        replies: answered.iter().map(|section| RepliesView::new(section, mail.titles_only, &mut left)).collect(),
        sections: (0..).zip(shown).map(|(number, told)| section(told, room_of(number), &named, mail.titles_only)).collect(),
        left_out: left_out(rest.len()),
        elsewhere: elsewhere(context, rest),
        subscribed_to: subscribed_to(&told, !answered.is_empty()),
        unsubscribe_url: mail.unsubscribe_url.to_string(),
        manage_url: mail.manage_url.to_string(),
    })
}

/// The first title; where only numbers are told, what they are about; where no case is, the first question.
fn topic(sections: &[&DigestSection], answered: &[&RepliesSection]) -> String {
    let title = sections.iter().find_map(|section| section.items.first()).map(|item| item.title.clone());
    let about = || sections.first().map(|section| section.about.join(" · "));
    let question = || answered.first().and_then(|section| section.questions.first()).map(|one| one.question.clone());
    title.or_else(about).or_else(question).unwrap_or_default()
}

/// Where the news of these sections stands. No page lists both what became public and what was renewed since a moment.
fn elsewhere(context: &MailContext, sections: &[&DigestSection]) -> Vec<(&'static str, String)> {
    let kinds = [
        (SectionKind::New, "Alles Neue aus dieser Zeit", "seit", "neu"),
        (SectionKind::Renewed, "Alles wesentlich Überarbeitete aus dieser Zeit", "erneuert-seit", "aktualisiert"),
    ];
    let mut links = Vec::new();
    for (kind, label, bound, order) in kinds {
        let since = sections.iter().filter(|section| section.kind == kind).map(|section| section.window_start).min();
        links.extend(since.map(|since| (label, listed(context, (bound, since), order))));
    }
    links
}

/// The page that lists, in this order, what this bound of time lets through.
fn listed(context: &MailContext, (bound, since): (&str, DateTime<Utc>), order: &str) -> String {
    let mut url = context.page("suche");
    url.query_pairs_mut().append_pair(bound, &since.to_rfc3339_opts(SecondsFormat::AutoSi, true)).append_pair("sortierung", order);
    url.into()
}

/// Why the reader gets this mail: each subscription tells of new versions, too, and who follows one case is told of nothing else.
fn subscribed_to(sections: &[&DigestSection], with_replies: bool) -> String {
    const REPLIES: &str = "Antworten auf Ihre Fragen";
    match (sections.is_empty(), with_replies) {
        (true, _) => REPLIES.to_owned(),
        (false, true) => format!("{} und {REPLIES}", told_of_cases(sections)),
        (false, false) => told_of_cases(sections).to_owned(),
    }
}

fn told_of_cases(sections: &[&DigestSection]) -> &'static str {
    let of_cases = sections.iter().filter(|section| section.follows_case).count();
    match of_cases {
        0 => "neue und wesentlich überarbeitete Praxisbeispiele",
        1 if sections.len() == 1 => "wesentlich neue Fassungen eines Praxisbeispiels",
        _ if sections.len() == of_cases => "wesentlich neue Fassungen einzelner Praxisbeispiele",
        _ => "neue und wesentlich überarbeitete Praxisbeispiele sowie wesentlich neue Fassungen einzelner Praxisbeispiele",
    }
}

/// How many cases the page of a section lists that no section of the mail has.
fn untold(section: &DigestSection) -> usize {
    section.more.saturating_sub(section.elsewhere.len())
}

/// What a section shows that has room for so many cases, in a mail that names these.
fn section(section: &DigestSection, room: usize, named: &HashSet<&Url>, titles_only: bool) -> SectionView {
    let about: Vec<_> = section.about.iter().map(|line| one_line(line)).collect();
    let kind = match section.kind {
        SectionKind::New => "Neu",
        SectionKind::Renewed => "Wesentlich überarbeitet",
    };
    let items: Vec<_> = section.items.iter().take(room).map(|one| item(one, titles_only)).collect();
    let more = section.items.len() - items.len() + section.more;
    let elsewhere = section.elsewhere.iter().filter(|url| named.contains(url)).count();
    SectionView {
        heading: format!("{kind}: {}", shorten(&about.join(" · "), MAX_ABOUT)),
        period: german::span(section.window_start, section.window_end),
        more: further(more, elsewhere, !items.is_empty()),
        items,
        more_url: section.more_url.to_string(),
        frequency: section.frequency.label(),
        leave_url: section.leave_url.to_string(),
    }
}

/// "8 weitere Praxisbeispiele, davon 6 in anderen Abschnitten dieser E-Mail": so many as the page behind it lists beside those that stand here.
/// Nothing where some stand here and all the others in other sections.
fn further(more: usize, elsewhere: usize, has_items: bool) -> String {
    if more == 0 || has_items && more <= elsewhere {
        return String::new();
    }
    let (one, many) =
        if has_items { ("weiteres Praxisbeispiel", "weitere Praxisbeispiele") } else { ("Praxisbeispiel", "Praxisbeispiele") };
    let more = counted(more, one, many);
    match elsewhere {
        0 => more,
        1 => format!("{more}, davon 1 in einem anderen Abschnitt dieser E-Mail"),
        _ => format!("{more}, davon {elsewhere} in anderen Abschnitten dieser E-Mail"),
    }
}

fn item(item: &DigestItem, titles_only: bool) -> ItemView {
    ItemView {
        title: one_line(&item.title),
        teaser: if titles_only { String::new() } else { shorten(&item.teaser, MAX_TEASER) },
        place: one_line(&item.place),
        url: item.url.to_string(),
        reasons: item.reasons.iter().map(|reason| one_line(reason)).collect::<Vec<_>>().join("; "),
        published_on: german::day(item.published_on),
    }
}

/// The overview of all is named by the rarest of its sections.
fn heading(sections: &[&DigestSection], answered: &[&RepliesSection]) -> &'static str {
    let frequencies = sections.iter().map(|section| section.frequency).chain(answered.iter().map(|section| section.frequency));
    match frequencies.max().unwrap_or(Frequency::Immediate) {
        Frequency::Immediate if sections.is_empty() => "Neue Antworten",
        Frequency::Immediate => "Neu veröffentlicht",
        Frequency::Daily => "Ihre Tagesübersicht",
        Frequency::Weekly => "Ihre Wochenübersicht",
        Frequency::Monthly => "Ihre Monatsübersicht",
    }
}

/// What the whole mail tells, with the number of cases where it is known. Further cases of one section may be counted in another, too; then the sum
/// of the sections is too many.
fn count(sections: &[&DigestSection], cases: usize, replies: usize) -> String {
    let of_cases = (!sections.is_empty()).then(|| count_of_cases(sections, cases));
    let of_replies = (replies > 0).then(|| counted(replies, "Antwort auf Ihre Fragen", "Antworten auf Ihre Fragen"));
    of_cases.into_iter().chain(of_replies).collect::<Vec<_>>().join(" und ")
}

fn count_of_cases(sections: &[&DigestSection], total: usize) -> String {
    let renewed = sections.iter().filter(|section| section.kind == SectionKind::Renewed).count();
    let (one, many, unknown) = if renewed == 0 {
        ("neues Praxisbeispiel", "neue Praxisbeispiele", "Neue Praxisbeispiele")
    } else if renewed == sections.len() {
        ("überarbeitetes Praxisbeispiel", "überarbeitete Praxisbeispiele", "Überarbeitete Praxisbeispiele")
    } else {
        let (many, unknown) = ("neue und überarbeitete Praxisbeispiele", "Neue und überarbeitete Praxisbeispiele");
        ("neues oder überarbeitetes Praxisbeispiel", many, unknown)
    };
    let is_known = sections.len() == 1 || sections.iter().all(|section| untold(section) == 0);
    if is_known { counted(total, one, many) } else { unknown.to_owned() }
}

/// What stands behind the sections where others have no room; the links to their news follow.
fn left_out(sections: usize) -> String {
    if sections == 0 {
        return String::new();
    }
    let sections = counted(sections, "weiteren Abschnitt", "weitere Abschnitte");
    format!("Für {sections} mit Neuem ist in dieser E-Mail kein Platz.")
}
