//! The fields of the embedded index.

use crate::{SearchDocument, analysis::TokenList, document::FILES_WEIGHT, filter_values::GROUPS};
use domain::ids::CaseId;
use tantivy::{
    TantivyDocument, Term,
    schema::{
        BytesOptions, FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
    },
    tokenizer::{Token, TokenStream, Tokenizer},
};

/// The name of the tokenizer that takes words as the analysis left them.
pub(super) const TOKENIZER: &str = "analysed";

/// Stands between a stem and the folded form that it was made of; both count at the same place.
const SAME_PLACE: char = '\u{1}';

/// The fields of a group of texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextGroup {
    /// The whole words: stems and folded forms, with positions.
    pub(super) whole: Field,
    /// What lies within compounds, and other words for what is there.
    pub(super) within: Field,
    /// How much a word in this group counts.
    pub(super) weight: f32,
}

/// All fields.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// The case's id, 16 bytes, to find the document by.
    pub(super) id: Field,
    /// Title, teaser, terms, body, files.
    pub(super) groups: [TextGroup; 5],
    /// Other words for the case's terms.
    pub(super) concepts: Field,
    masks: [Field; GROUPS.len()],
    numbers: NumberFields,
}

#[derive(Debug, Clone, Copy)]
struct NumberFields {
    id_high: Field,
    id_low: Field,
    hash: Field,
    place: Field,
    first_published: Field,
    published: Field,
    renewed: Field,
    confirmed: Field,
}

/// Names of the columns that a search reads.
pub(super) mod column {
    pub(in crate::embedded) const ID_HIGH: &str = "id_high";
    pub(in crate::embedded) const ID_LOW: &str = "id_low";
    pub(in crate::embedded) const HASH: &str = "hash";
    pub(in crate::embedded) const PLACE: &str = "place";
    pub(in crate::embedded) const FIRST_PUBLISHED: &str = "first_published";
    pub(in crate::embedded) const PUBLISHED: &str = "published";
    pub(in crate::embedded) const RENEWED: &str = "renewed";
    pub(in crate::embedded) const CONFIRMED: &str = "confirmed";
}

impl Fields {
    /// The fields with the schema that holds them. Nothing is stored: what people read comes from the database.
    pub(super) fn schema() -> (Self, Schema) {
        let mut builder = Schema::builder();
        let fields = Self {
            id: builder.add_bytes_field("id", INDEXED),
            groups: [
                text_group(&mut builder, "title", 5.0),
                text_group(&mut builder, "teaser", 2.5),
                text_group(&mut builder, "terms", 2.0),
                text_group(&mut builder, "body", 1.0),
                text_group(&mut builder, "files", FILES_WEIGHT),
            ],
            concepts: builder.add_text_field("concepts", analysed(IndexRecordOption::Basic)),
            masks: GROUPS.map(|group| builder.add_u64_field(group.name(), FAST)),
            numbers: NumberFields {
                id_high: builder.add_u64_field(column::ID_HIGH, FAST),
                id_low: builder.add_u64_field(column::ID_LOW, FAST),
                hash: builder.add_bytes_field(column::HASH, BytesOptions::default().set_fast()),
                place: builder.add_u64_field(column::PLACE, FAST),
                first_published: builder.add_i64_field(column::FIRST_PUBLISHED, NumericOptions::default().set_fast()),
                published: builder.add_i64_field(column::PUBLISHED, NumericOptions::default().set_fast()),
                renewed: builder.add_i64_field(column::RENEWED, NumericOptions::default().set_fast()),
                confirmed: builder.add_i64_field(column::CONFIRMED, NumericOptions::default().set_fast()),
            },
        };
        (fields, builder.build())
    }

    /// What finds the document of a case.
    pub(super) fn id_term(&self, id: CaseId) -> Term {
        Term::from_field_bytes(self.id, id.0.as_bytes())
    }

    /// A case as tantivy takes it.
    pub(super) fn document(&self, document: &SearchDocument) -> TantivyDocument {
        let mut fields = TantivyDocument::new();
        fields.add_bytes(self.id, document.id.0.as_bytes());
        for (group, words) in self.groups.iter().zip([&document.title, &document.teaser, &document.terms, &document.body, &document.files])
        {
            fields.add_text(group.whole, whole_words(words));
            fields.add_text(group.within, words.expansions.join(" "));
        }
        fields.add_text(self.concepts, document.concepts.join(" "));
        for (field, mask) in self.masks.iter().zip(document.masks) {
            fields.add_u64(*field, mask);
        }
        let (id_high, id_low) = document.id.0.as_u64_pair();
        fields.add_u64(self.numbers.id_high, id_high);
        fields.add_u64(self.numbers.id_low, id_low);
        fields.add_bytes(self.numbers.hash, document.hash.as_bytes());
        fields.add_u64(self.numbers.place, document.place);
        fields.add_i64(self.numbers.first_published, document.first_published_at.timestamp_micros());
        fields.add_i64(self.numbers.published, document.published_at.timestamp_micros());
        fields.add_i64(self.numbers.renewed, document.renewed_at.map_or(0, |renewed| renewed.timestamp_micros()));
        fields.add_i64(self.numbers.confirmed, document.confirmed_at.timestamp_micros());
        fields
    }
}

fn text_group(builder: &mut SchemaBuilder, name: &str, weight: f32) -> TextGroup {
    TextGroup {
        whole: builder.add_text_field(name, analysed(IndexRecordOption::WithFreqsAndPositions)),
        within: builder.add_text_field(&format!("{name}_within"), analysed(IndexRecordOption::Basic)),
        weight,
    }
}

/// Words as the analysis left them.
fn analysed(option: IndexRecordOption) -> TextOptions {
    TextOptions::default().set_indexing_options(TextFieldIndexing::default().set_tokenizer(TOKENIZER).set_index_option(option))
}

fn whole_words(words: &TokenList) -> String {
    let mut text = String::new();
    let mut forms = words.forms.iter().peekable();
    for (place, stem) in words.stems.iter().enumerate() {
        text.push_str(stem);
        if let Some((_, form)) = forms.next_if(|(of, _)| *of == place) {
            text.push(SAME_PLACE);
            text.push_str(form);
        }
        text.push(' ');
    }
    text
}

/// Cuts at single spaces, so that an empty word leaves a gap, and puts the forms of a word at one place.
#[derive(Clone, Default)]
pub(super) struct AnalysedTokenizer {
    token: Token,
}

/// The tokens of one text.
pub(super) struct AnalysedTokens<'a> {
    text: &'a str,
    next: usize,
    place: usize,
    token: &'a mut Token,
}

impl Tokenizer for AnalysedTokenizer {
    type TokenStream<'a> = AnalysedTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> AnalysedTokens<'a> {
        self.token.reset();
        AnalysedTokens { text, next: 0, place: 0, token: &mut self.token }
    }
}

impl TokenStream for AnalysedTokens<'_> {
    fn advance(&mut self) -> bool {
        while self.next < self.text.len() {
            let rest = &self.text[self.next..];
            let length = rest.find([' ', SAME_PLACE]).unwrap_or(rest.len());
            let (start, end) = (self.next, self.next + length);
            self.next = end + 1;
            self.token.position = self.place;
            if !rest[length..].starts_with(SAME_PLACE) {
                self.place += 1;
            }
            if length > 0 {
                self.token.offset_from = start;
                self.token.offset_to = end;
                self.token.text.clear();
                self.token.text.push_str(&self.text[start..end]);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_share_the_place_of_their_stem_and_texts_are_apart() {
        let words = TokenList::new(["Schulen lernen", "Bus"]);
        let text = whole_words(&words);
        let mut tokenizer = AnalysedTokenizer::default();
        let mut tokens = Vec::new();
        tokenizer.token_stream(&text).process(&mut |token| tokens.push((token.position, token.text.clone())));
        let expected = [(0, "schul"), (0, "schulen"), (1, "lern"), (1, "lernen"), (3, "bus")];
        assert_eq!(tokens, expected.map(|(place, word)| (place, word.to_owned())));
    }
}
