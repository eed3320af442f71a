//! The text of office documents: archives of XML parts.

use super::{Deadline, Limits, MOST_CHARACTERS, TextError, reason};
use domain::material::FileKind;
use quick_xml::{Reader, events::Event};
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;

/// How many parts are looked at: sheets, slides.
const MOST_PARTS: usize = 1_000;

/// Below this many bytes no part is a bomb, however well it is compressed.
const HARMLESS: u64 = 1_000_000;

pub(super) fn text(kind: FileKind, bytes: &[u8], limits: Limits, deadline: Deadline) -> Result<String, TextError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut parts: Vec<String> = archive.file_names().filter_map(Result::ok).filter(|name| has_text(kind, name)).map(Into::into).collect();
    if parts.is_empty() {
        return Err(TextError::Broken("it has no text part".to_owned()));
    }
    // Slide 10 comes after slide 9.
    parts.sort_by_key(|name| (name.len(), name.clone()));
    let (mut text, mut left) = (String::new(), limits.unpacked);
    for name in parts.iter().take(MOST_PARTS) {
        deadline.check()?;
        let part = archive.by_name(name).map_err(broken)?;
        let most = part.compressed_size().saturating_mul(limits.ratio).max(HARMLESS).min(left);
        // What the archive says of a part's size may be a lie; what comes out of it is counted.
        let mut counted = Counted { inner: part, left: most, exceeded: false };
        let outcome = words(kind, &mut BufReader::new(&mut counted), &mut text, deadline);
        if counted.exceeded {
            return Err(TextError::TooLarge);
        }
        outcome?;
        left -= most - counted.left;
        if text.len() > 4 * MOST_CHARACTERS {
            break;
        }
    }
    Ok(text)
}

/// Whether a part of a document of this kind holds what people read in it. Headers and footers are left out: they say the same on every
/// page, mostly names, addresses and dates that no search for a case means. So are comments, which are not meant for the public.
fn has_text(kind: FileKind, name: &str) -> bool {
    let numbered = |start: &str| name.strip_prefix(start).and_then(|rest| rest.strip_suffix(".xml")).is_some_and(is_number);
    match kind {
        FileKind::Odt | FileKind::Ods | FileKind::Odp => name == "content.xml",
        FileKind::Docx => {
            matches!(name, "word/document.xml" | "word/footnotes.xml" | "word/endnotes.xml") || numbered("word/diagrams/data")
        }
        // Texts of cells stand in one list; numbers are of no use to a search.
        FileKind::Xlsx => name == "xl/sharedStrings.xml" || numbered("xl/worksheets/sheet"),
        FileKind::Pptx => numbered("ppt/slides/slide") || numbered("ppt/notesSlides/notesSlide") || numbered("ppt/diagrams/data"),
        FileKind::Pdf | FileKind::Png | FileKind::Jpeg | FileKind::Webp => false,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Elements between which words are apart; within all others a word may go on, as one that is half bold does.
const APART: &[&[u8]] =
    &[b"p", b"h", b"br", b"cr", b"tab", b"s", b"line-break", b"si", b"is", b"table-cell", b"tr", b"tc", b"title", b"desc"];

/// The element of Office Open XML that holds the text of a run, a cell or a formula. What stands elsewhere is for programs (codes of fields,
/// measures, formulas, numbers) or was deleted while changes were tracked.
const RUN: &[u8] = b"t";

/// Elements whose content people do not read.
const LEFT_OUT: &[&[u8]] = &[
    // A text box once more, for old programs; what was moved elsewhere; how a word is pronounced; the number and date of a slide.
    b"Fallback",
    b"moveFrom",
    b"rPh",
    b"fld",
    // OpenDocument: what was deleted while changes were tracked, comments, numbers of footnotes, parts of formats, headers and footers.
    b"tracked-changes",
    b"annotation",
    b"note-citation",
    b"automatic-styles",
    b"header-decl",
    b"footer-decl",
    b"date-time-decl",
];

/// Where in a part the reader stands.
struct Place {
    /// Whether only [`RUN`]s hold text.
    in_runs_alone: bool,
    in_run: bool,
    /// How many elements are open of which nothing is read.
    left_out: usize,
}

impl Place {
    fn begin(&mut self, name: &[u8]) {
        if self.left_out > 0 || LEFT_OUT.contains(&name) {
            self.left_out += 1;
        } else if name == RUN {
            self.in_run = true;
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.left_out > 0 {
            self.left_out -= 1;
        } else if name == RUN {
            self.in_run = false;
        }
    }

    fn is_apart(&self, name: &[u8]) -> bool {
        self.left_out == 0 && APART.contains(&name)
    }

    fn is_read(&self) -> bool {
        self.left_out == 0 && (self.in_run || !self.in_runs_alone)
    }
}

/// Adds the character data of an XML part. Entities that the part defines itself stay what they are: nothing multiplies.
fn words(kind: FileKind, source: &mut impl BufRead, text: &mut String, deadline: Deadline) -> Result<(), TextError> {
    let mut reader = Reader::from_reader(source);
    reader.config_mut().check_end_names = false;
    let (mut buffer, mut count) = (Vec::new(), 0_u32);
    let in_runs_alone = matches!(kind, FileKind::Docx | FileKind::Xlsx | FileKind::Pptx);
    let mut place = Place { in_runs_alone, in_run: false, left_out: 0 };
    loop {
        count += 1;
        if count.is_multiple_of(10_000) {
            deadline.check()?;
        }
        match reader.read_event_into(&mut buffer).map_err(broken)? {
            Event::Eof => return Ok(()),
            Event::Start(element) => {
                place.begin(element.local_name().as_ref());
                if place.is_apart(element.local_name().as_ref()) {
                    text.push(' ');
                }
            }
            Event::Empty(element) if place.is_apart(element.local_name().as_ref()) => text.push(' '),
            Event::End(element) => {
                place.end(element.local_name().as_ref());
                if place.is_apart(element.local_name().as_ref()) {
                    text.push(' ');
                }
            }
            Event::Text(words) if place.is_read() => text.push_str(&words.decode().map_err(broken)?),
            Event::CData(words) if place.is_read() => text.push_str(&words.decode().map_err(broken)?),
            Event::GeneralRef(entity) if place.is_read() => text.push(character(&entity.decode().map_err(broken)?)),
            _ => {}
        }
        if text.len() > 4 * MOST_CHARACTERS {
            return Ok(());
        }
        buffer.clear();
    }
}

/// The character that a reference stands for; those that XML does not know itself are a gap.
fn character(name: &str) -> char {
    match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#');
            let code = number.and_then(|number| match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok(),
                None => number.parse().ok(),
            });
            code.and_then(char::from_u32).unwrap_or(' ')
        }
    }
}

fn broken(error: impl std::fmt::Display) -> TextError {
    TextError::Broken(reason(&error.to_string()))
}

/// Ends with an error when more comes out than may.
struct Counted<R> {
    inner: R,
    left: u64,
    exceeded: bool,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let Some(left) = self.left.checked_sub(read as u64) else {
            self.exceeded = true;
            return Err(std::io::Error::other("more than the limit"));
        };
        self.left = left;
        Ok(read)
    }
}
