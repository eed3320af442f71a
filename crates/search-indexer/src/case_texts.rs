//! The texts of a case that a search looks at, in groups of falling weight.

use domain::{
    CaseContent,
    vocabulary::{MunicipalityKind, Vocabulary},
};
use std::borrow::Cow;

/// The texts of one case.
#[derive(Debug, Default)]
pub(crate) struct CaseTexts<'a> {
    /// The title.
    pub(crate) title: &'a str,
    /// The teaser.
    pub(crate) teaser: &'a str,
    /// The labels of its vocabulary values, and the names and keys of its places.
    pub(crate) labels: Vec<Cow<'a, str>>,
    /// Other words for those labels, which the case itself need not contain.
    pub(crate) other_words: Vec<OtherWord>,
    /// Everything else that it says, in reading order.
    pub(crate) body: Vec<&'a str>,
}

/// Another word for a vocabulary value of a case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OtherWord {
    pub(crate) word: &'static str,
    /// The value's label.
    pub(crate) label: &'static str,
}

impl<'a> CaseTexts<'a> {
    /// Collects the texts of a case. Contact, links and money bands are not searched.
    pub(crate) fn of(content: &'a CaseContent) -> Self {
        let mut texts = Self { title: &content.title, teaser: &content.teaser, body: Self::body(content), ..Self::default() };
        texts.add_terms(&content.fields_of_action);
        texts.add_terms(&content.components);
        texts.add_terms(&content.life_phases);
        texts.add_terms(&content.target_groups);
        texts.add_terms(content.status.as_slice());
        texts.add_terms(&content.funding_programmes);
        texts.add_terms(content.state().as_slice());
        texts.add_places(content);
        // What others may ask of a case is rarely what it is about: it counts as little as a synonym.
        texts.other_words.extend(content.offers.iter().map(|offer| OtherWord { word: offer.label(), label: offer.label() }));
        texts
    }

    fn add_terms<V: Vocabulary>(&mut self, terms: &[V]) {
        for term in terms {
            self.labels.push(Cow::Borrowed(term.label()));
            let label = term.label();
            self.other_words.extend(term.term().synonyms.iter().copied().map(|word| OtherWord { word, label }));
        }
    }

    fn add_places(&mut self, content: &'a CaseContent) {
        if let Some(ags) = &content.municipality {
            self.labels.push(Cow::Borrowed(ags.as_str()));
            if ags.kind() != MunicipalityKind::Gemeinde {
                self.add_terms(&[ags.kind()]);
            }
        }
        self.labels.extend(content.elsewhere.iter().map(|place| Cow::Borrowed(place.name.as_str())));
        let own = content.municipality.iter().chain(&content.partners);
        self.labels.extend(own.map(|ags| Cow::Owned(ags.display_name())));
    }

    /// Everything that a case says beside title and teaser, in reading order.
    pub(crate) fn body(content: &'a CaseContent) -> Vec<&'a str> {
        fn lists(list: &[String]) -> impl Iterator<Item = &str> {
            list.iter().map(String::as_str)
        }
        let indicators =
            content.indicators.iter().flat_map(|indicator| [Some(indicator.name.as_str()), indicator.source.as_deref()]).flatten();
        let texts = [content.situation.as_str()].into_iter().chain(lists(&content.goals)).chain([&*content.approach, &content.results]);
        texts
            .chain(lists(&content.success_factors))
            .chain(lists(&content.pitfalls))
            .chain([content.transferability.as_str()])
            .chain(lists(&content.first_steps))
            .chain([content.summary_easy_language.as_str()])
            .chain(indicators)
            .filter(|text| !text.is_empty())
            .collect()
    }
}
