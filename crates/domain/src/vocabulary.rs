//! The controlled vocabularies: closed lists of terms that cases are described with.
//!
//! A term has a key (its value in the API, in imports and exports), a German label that people read, and synonyms that the
//! search knows. A term that is retired keeps its key and names its successor: old cases and bookmarks still resolve.
//! Each vocabulary is an enum made by the `vocabulary!` macro, so that the list exists once and the compiler knows it.

mod case_terms;
mod effort_terms;
mod groups;
mod place_terms;
mod related_words;
mod support_terms;
mod synonyms;
mod thesaurus;

pub use case_terms::{Component, Evidence, FieldOfAction, LifePhase, Status, TargetGroup};
pub use effort_terms::{CostBand, FundingProgramme, Licence, Offer, Precondition, StaffBand};
pub use groups::WordGroup;
pub use place_terms::{MunicipalityKind, State};
pub use related_words::RELATED_GROUPS;
pub use support_terms::{InstrumentType, TrainingType};
pub use synonyms::SYNONYM_GROUPS;
pub use thesaurus::{THESAURUS, ThesaurusEntry};

/// What is known of one term of a vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The term's value in the API, in imports and exports; never changes.
    pub key: &'static str,
    /// What people read, in German.
    pub label: &'static str,
    /// Words that mean the same to a search, in German.
    pub synonyms: &'static [&'static str],
    /// The key of the term that took this one's place, where it is retired.
    pub successor: Option<&'static str>,
}

/// A closed list of terms.
pub trait Vocabulary: Copy + Eq + std::hash::Hash + Ord + Send + Sync + 'static {
    /// The vocabulary's name in the API: `fieldOfAction`.
    const NAME: &'static str;
    /// The vocabulary's German name: `Handlungsfeld`.
    const LABEL: &'static str;
    /// What the vocabulary is for, in English, as the API documents it.
    const DESCRIPTION: &'static str;
    /// All terms, in the order in which people see them. At most 63, so that a set of them fits a number of 64 bits.
    const ALL: &'static [Self];

    /// What is known of this term.
    fn term(self) -> &'static Term;

    /// The term's value in the API, in imports and exports.
    fn key(self) -> &'static str {
        self.term().key
    }

    /// What people read, in German.
    fn label(self) -> &'static str {
        self.term().label
    }

    /// The term's place in [`Vocabulary::ALL`].
    fn ordinal(self) -> usize;

    /// The term with this key, if the vocabulary has it. Keys are compared exactly.
    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|term| term.key() == key)
    }
}

/// A vocabulary as plain data, for those who list them all.
#[derive(Debug, Clone)]
pub struct VocabularyListing {
    /// Its name in the API: `fieldOfAction`.
    pub name: &'static str,
    /// Its German name: `Handlungsfeld`.
    pub label: &'static str,
    /// Its terms in order.
    pub terms: Vec<&'static Term>,
}

/// All vocabularies, in the order in which a case's form asks for them.
pub fn all() -> Vec<VocabularyListing> {
    fn listing<V: Vocabulary>() -> VocabularyListing {
        VocabularyListing { name: V::NAME, label: V::LABEL, terms: V::ALL.iter().map(|term| term.term()).collect() }
    }
    vec![
        listing::<FieldOfAction>(),
        listing::<Component>(),
        listing::<LifePhase>(),
        listing::<TargetGroup>(),
        listing::<Status>(),
        listing::<Evidence>(),
        listing::<CostBand>(),
        listing::<StaffBand>(),
        listing::<FundingProgramme>(),
        listing::<Precondition>(),
        listing::<Offer>(),
        listing::<Licence>(),
        listing::<MunicipalityKind>(),
        listing::<State>(),
        listing::<InstrumentType>(),
        listing::<TrainingType>(),
    ]
}

/// Makes an enum of terms with its serialisation by key.
macro_rules! vocabulary {
    (
        $(#[$doc:meta])*
        $name:ident, $api:literal, $german:literal, $description:literal {
            $($variant:ident = $key:literal $label:literal $([$($synonym:literal),* $(,)?])? $(=> $successor:literal)?;)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $label] $variant,)+
        }

        impl $crate::vocabulary::Vocabulary for $name {
            const NAME: &'static str = $api;
            const LABEL: &'static str = $german;
            const DESCRIPTION: &'static str = $description;
            const ALL: &'static [Self] = &[$(Self::$variant,)+];

            fn ordinal(self) -> usize {
                self as usize
            }

            fn term(self) -> &'static $crate::vocabulary::Term {
                match self {
                    $(Self::$variant => const { &$crate::vocabulary::Term {
                        key: $key,
                        label: $label,
                        synonyms: &[$($($synonym,)*)?],
                        successor: $crate::vocabulary::vocabulary!(@successor $($successor)?),
                    } },)+
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::vocabulary::Vocabulary::key(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let key = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                <Self as $crate::vocabulary::Vocabulary>::from_key(&key).ok_or_else(|| {
                    serde::de::Error::custom(format_args!("unknown term {key:?} of the vocabulary {}", $api))
                })
            }
        }
    };
    (@successor) => { None };
    (@successor $successor:literal) => { Some($successor) };
}
use vocabulary;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn keys_are_unique_and_successors_exist() {
        for vocabulary in all() {
            let keys: HashSet<_> = vocabulary.terms.iter().map(|term| term.key).collect();
            assert_eq!(keys.len(), vocabulary.terms.len(), "{}", vocabulary.name);
            assert!(vocabulary.terms.len() <= 63, "{} does not fit a mask", vocabulary.name);
            for successor in vocabulary.terms.iter().filter_map(|term| term.successor) {
                assert!(keys.contains(successor), "{}: {successor}", vocabulary.name);
            }
        }
    }

    #[test]
    fn a_term_reads_back_from_its_key_and_an_unknown_one_is_named() {
        let term: FieldOfAction = serde_json::from_str("\"GOVERNANCE\"").unwrap();
        assert_eq!(term, FieldOfAction::Governance);
        assert_eq!(term.ordinal(), FieldOfAction::ALL.iter().position(|other| *other == term).unwrap());
        let error = serde_json::from_str::<FieldOfAction>("\"HOUSING\"").unwrap_err().to_string();
        assert!(error.contains("HOUSING") && error.contains("fieldOfAction"), "{error}");
    }
}
