//! The vocabularies as data, for clients that offer them for choice.

use async_graphql::SimpleObject;
use domain::vocabulary::VocabularyListing;

/// A vocabulary: a closed list of terms that cases are described with.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Vocabulary {
    /// Its name: `fieldOfAction`.
    name: &'static str,
    /// Its German name: `Handlungsfeld`.
    label: &'static str,
    /// Its terms in the order in which people see them, retired ones included.
    terms: Vec<Term>,
}

/// A term of a vocabulary.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(name = "Term")]
pub(crate) struct Term {
    /// The term's value in the API, in imports and exports; never changes.
    key: &'static str,
    /// What people read, in German.
    label: &'static str,
    /// Words that mean the same to a search, in German.
    synonyms: Vec<&'static str>,
    /// The key of the term that took this one's place, where it is retired.
    successor: Option<&'static str>,
}

impl From<VocabularyListing> for Vocabulary {
    fn from(listing: VocabularyListing) -> Self {
        Self { name: listing.name, label: listing.label, terms: listing.terms.into_iter().map(Term::from).collect() }
    }
}

impl From<&'static domain::vocabulary::Term> for Term {
    fn from(term: &'static domain::vocabulary::Term) -> Self {
        Self { key: term.key, label: term.label, synonyms: term.synonyms.to_vec(), successor: term.successor }
    }
}
