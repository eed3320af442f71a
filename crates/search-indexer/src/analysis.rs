//! German text taken apart: words, their folded forms and stems, the parts of compounds, synonyms.
//!
//! One analysis serves documents, queries, highlights and digests, so that they can never disagree:
//!
//! 1. `words` cuts a text into words; a gender sign joins (`Schüler:innen` is one word), a hyphen parts but for `-Innen`.
//! 2. `fold` makes spellings alike: case, `ä`/`ae`/`a`, `ß`/`ss`, accents, gender signs.
//! 3. `stem` takes off inflection: German Snowball, after feminine forms, irregular plurals and forms of verbs (`verb_forms`).
//! 4. `compound` finds the parts of compounds with a list of this domain's words and charabia's German dictionary.
//! 5. `query` makes a typed text into units that an engine looks for, each in several `ways`: as typed, by `synonyms`, by parts.

mod compound;
mod dictionary;
mod fold;
mod forms;
mod generic_parts;
mod leading_words;
mod query;
mod stem;
mod stop_words;
mod synonyms;
mod thesaurus;
mod token_list;
mod verb_forms;
mod ways;
mod weak_words;
mod words;

pub use compound::Joined;
pub use fold::fold;
pub use forms::Forms;
pub use query::{Query, QueryWord, Unit, Weight, without_signs};
pub use synonyms::{SynonymTable, topic};
pub use token_list::TokenList;
pub use ways::{Way, WayKind};

pub(crate) use dictionary::traces_of;
pub(crate) use fold::{fold_into, fold_with_every_e};
pub(crate) use leading_words::{LeadingWords, StemHash, stem_hash};
pub(crate) use query::is_quote;
pub(crate) use stop_words::is_question_word;
pub(crate) use synonyms::Meaning;
pub(crate) use weak_words::is_weak;
pub(crate) use words::words;

use std::sync::{Arc, LazyLock, OnceLock};

/// Takes German text apart. Cheap to use from many threads; what it knows of words is shared by all analysers of the process.
#[derive(Debug)]
pub struct Analyser {
    synonyms: SynonymTable,
    /// Made when it is first asked for, since digests and documents never do.
    leading_words: OnceLock<LeadingWords>,
}

impl Analyser {
    /// An analyser that knows these synonyms. Documents do not depend on them, only queries do.
    pub fn new(synonyms: SynonymTable) -> Self {
        thesaurus::load();
        Self { synonyms, leading_words: OnceLock::new() }
    }

    /// The analyser with the synonyms that the network starts with.
    pub fn standard() -> &'static Self {
        static STANDARD: LazyLock<Analyser> =
            LazyLock::new(|| Analyser::new(SynonymTable::new(&*domain::vocabulary::SYNONYM_GROUPS, &*domain::vocabulary::RELATED_GROUPS)));
        &STANDARD
    }

    /// The synonyms that this analyser knows.
    pub fn synonyms(&self) -> &SynonymTable {
        &self.synonyms
    }

    /// Which words lead to others, by these synonyms and by the thesaurus.
    pub(crate) fn leading_words(&self) -> &LeadingWords {
        self.leading_words.get_or_init(|| LeadingWords::new(&self.synonyms))
    }

    /// What is known of one word, without anything around it.
    pub fn forms(&self, word: &str) -> Arc<Forms> {
        forms::forms(word)
    }

    /// The words of some texts with their expansions. Stop words and single letters are left out.
    pub fn token_list<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> TokenList {
        TokenList::new(texts)
    }

    /// What somebody who typed this looks for.
    pub fn query(&self, text: &str) -> Query {
        Query::new(text, &self.synonyms)
    }
}
