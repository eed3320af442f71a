//! What a file is, by its content alone: neither its name nor what its sender calls it counts.

use domain::material::FileKind;
use std::io::{Read, Seek, SeekFrom};
use zip::ZipArchive;

/// More entries than an office document ever has; looking through more would be a burden.
const MOST_ENTRIES: usize = 20_000;

/// The longest `mimetype` of an OpenDocument file and the longest list of parts of an Office Open XML file, in bytes. What is longer is none:
/// what it says behind that would not be looked at.
const LONGEST_LIST: u64 = 1_000_000;

/// How many bytes at the start of a file tell its kind: readers of PDF look for its header no further.
const START: u64 = 1_024;

/// What a PDF begins with, and what some programs put before it: the byte order mark of UTF-8.
const PDF_HEADER: &[u8] = b"%PDF-";
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The kind of a file; nothing if it is none that is taken.
pub(crate) fn of<F: Read + Seek>(file: &mut F) -> std::io::Result<Option<FileKind>> {
    let mut start = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.by_ref().take(START).read_to_end(&mut start)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(match start.as_slice() {
        start if is_pdf(start) => Some(FileKind::Pdf),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(FileKind::Png),
        [0xff, 0xd8, 0xff, ..] => Some(FileKind::Jpeg),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(FileKind::Webp),
        [b'P', b'K', 3, 4, ..] => office(file),
        _ => None,
    })
}

/// Whether nothing but white space and a byte order mark stands before a PDF's header. Readers take any bytes there; but what begins as a
/// page or a program and is a PDF further on would be whichever its next reader takes it for.
fn is_pdf(start: &[u8]) -> bool {
    let rest = start.trim_ascii_start();
    let rest = rest.strip_prefix(BYTE_ORDER_MARK).unwrap_or(rest);
    rest.trim_ascii_start().starts_with(PDF_HEADER)
}

/// The kind of an office document; nothing for any other archive, and for documents with macros.
fn office<F: Read + Seek>(file: &mut F) -> Option<FileKind> {
    let mut archive = ZipArchive::new(file).ok().filter(|archive| archive.len() <= MOST_ENTRIES)?;
    if archive.file_names().any(|name| name.is_ok_and(|name| is_macro(&name))) {
        return None;
    }
    if let Some(declared) = content_of(&mut archive, "mimetype") {
        let kinds = [FileKind::Odt, FileKind::Ods, FileKind::Odp];
        return kinds.into_iter().find(|kind| declared.trim() == kind.media_type());
    }
    let parts = content_of(&mut archive, "[Content_Types].xml")?;
    // Media types are the same in whatever case they are written.
    if parts.to_ascii_lowercase().contains("macroenabled") {
        return None;
    }
    let kinds = [(FileKind::Docx, "word/document.xml"), (FileKind::Xlsx, "xl/workbook.xml"), (FileKind::Pptx, "ppt/presentation.xml")];
    let is_there = |part: &str| archive.index_for_name(part).is_some();
    kinds.into_iter().find(|(_, part)| is_there(part)).map(|(kind, _)| kind)
}

/// Whether a part of an office document is code: the project of Office Open XML, and in OpenDocument a module of Basic or a script in another
/// language. The lists of libraries and modules that stand beside these are in documents without any, too.
fn is_macro(part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    let file = part.rsplit('/').next().unwrap_or_default();
    let is_of_scripts = part.starts_with("basic/") || part.starts_with("scripts/");
    file == "vbaproject.bin" || (is_of_scripts && !matches!(file, "" | "script-lc.xml" | "script-lb.xml"))
}

fn content_of<F: Read + Seek>(archive: &mut ZipArchive<F>, name: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(name).ok()?.take(LONGEST_LIST + 1).read_to_string(&mut text).ok()?;
    (text.len() as u64 <= LONGEST_LIST).then_some(text)
}
