//! Files that are made to break their reader. Whatever they are, reading them ends, and the next file is read.

use crate::made::{archive, docx, office_open, open_document, pdf, pdf_of};
use domain::material::FileKind;
use files::text::{Extractor, Limits, TextError};

async fn text_of(kind: FileKind, bytes: Vec<u8>) -> Result<Option<String>, TextError> {
    Extractor::InProcess(Limits::default()).read(kind, bytes.into()).await
}

/// Reading ends by itself, whatever comes of it.
async fn ends(kind: FileKind, bytes: Vec<u8>, what: &str) {
    let outcome = text_of(kind, bytes).await;
    assert!(!matches!(outcome, Err(TextError::TooLong | TextError::Busy)), "{what}: {outcome:?}");
}

#[tokio::test]
async fn an_archive_that_is_cut_or_damaged_anywhere_breaks_nothing_else() {
    let whole = docx("<w:p><w:r><w:t>Ein Text</w:t></w:r></w:p>");
    for cut in (0..whole.len()).step_by(5) {
        let outcome = text_of(FileKind::Docx, whole[..cut].to_vec()).await;
        assert!(matches!(outcome, Err(TextError::Broken(_))), "{cut}: {outcome:?}");
        let mut damaged = whole.clone();
        damaged[cut] ^= 0x55;
        ends(FileKind::Docx, damaged, "damaged").await;
    }
    assert_eq!(text_of(FileKind::Docx, whole).await, Ok(Some("Ein Text".to_owned())));
}

#[tokio::test]
async fn elements_within_elements_need_no_stack() {
    let deep = |inner: &str| format!("{}{inner}{}", "<x:tbl>".repeat(200_000), "</x:tbl>".repeat(200_000));
    let limits = Limits { ratio: u64::MAX, ..Limits::default() };
    for (kind, bytes) in [
        (FileKind::Docx, docx(&deep("<w:t>Grund</w:t>"))),
        (FileKind::Docx, docx(&format!("<mc:Fallback>{}</mc:Fallback><w:t>Grund</w:t>", deep("<w:t>doppelt</w:t>")))),
        (FileKind::Odt, open_document(FileKind::Odt.media_type(), &deep("<text:p>Grund</text:p>"))),
    ] {
        assert_eq!(Extractor::InProcess(limits).read(kind, bytes.into()).await, Ok(Some("Grund".to_owned())), "{kind:?}");
    }
    ends(FileKind::Docx, docx(&"<x:tbl>".repeat(200_000)), "never closed").await;
}

#[tokio::test]
async fn entities_neither_multiply_nor_reach_for_files() {
    let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY % y SYSTEM \"http://127.0.0.1:9/\">]>\
                   <w:document><w:t>vorher&x;nachher</w:t></w:document>";
    let file = office_open(&[("word/document.xml", outside)]);
    assert_eq!(text_of(FileKind::Docx, file).await, Ok(Some("vorher nachher".to_owned())));
    let laughs: Vec<String> = (1..30).map(|level| format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10))).collect();
    let laughs = laughs.concat();
    let body = format!("<!DOCTYPE a [<!ENTITY l0 \"haha\">{laughs}]><office:body><text:p>vorher&l29;nachher</text:p></office:body>");
    let file = archive(&[("mimetype", FileKind::Odt.media_type().as_bytes()), ("content.xml", body.as_bytes())]);
    assert_eq!(text_of(FileKind::Odt, file).await, Ok(Some("vorher nachher".to_owned())));
}

/// A catalogue, a list of one page, a font, that page, and its content, with some of them otherwise.
fn twisted(otherwise: &[(usize, &str)], trailer: &str) -> Vec<u8> {
    let mut objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
        "<< /Length 36 >>\nstream\nBT /F1 12 Tf 72 720 Td (Text) Tj ET \nendstream",
    ]
    .map(str::to_owned)
    .to_vec();
    for (number, object) in otherwise {
        (*object).clone_into(&mut objects[number - 1]);
    }
    pdf_of(&objects, trailer)
}

/// What is twisted, the objects that are otherwise, and what the trailer says as well.
type Circle<'a> = (&'a str, &'a [(usize, &'a str)], &'a str);

#[tokio::test]
async fn a_pdf_that_leads_in_circles_is_left_at_some_point() {
    assert_eq!(text_of(FileKind::Pdf, twisted(&[], "")).await, Ok(Some("Text".to_owned())), "nothing is twisted yet");
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let deep_content = format!("<< /Length {} >>\nstream\n{deep} TJ\nendstream", deep.len() + 3);
    let circles: [Circle<'_>; 12] = [
        ("the pages hold themselves", &[(2, "<< /Type /Pages /Kids [2 0 R 4 0 R 2 0 R] /Count 3 >>")], ""),
        ("the catalogue is the pages", &[(1, "<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] >>")], ""),
        ("a page is its own parent", &[(4, "<< /Type /Page /Parent 4 0 R /Contents 5 0 R >>")], ""),
        ("a page is its own content", &[(4, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>")], ""),
        ("a list of contents holds itself", &[(5, "[5 0 R 5 0 R]")], ""),
        ("an object is a reference to itself", &[(5, "5 0 R")], ""),
        ("a length is that of itself", &[(5, "<< /Length 5 0 R >>\nstream\n(Text) Tj\nendstream")], ""),
        (
            "a font is its own encoding",
            &[(3, "<< /Type /Font /Subtype /Type0 /Encoding 3 0 R /ToUnicode 3 0 R /DescendantFonts [3 0 R] >>")],
            "",
        ),
        (
            "an encoding is its own base",
            &[(3, "<< /Type /Font /Subtype /Type1 /BaseEncoding 3 0 R /Encoding 3 0 R /Differences 3 0 R >>")],
            "",
        ),
        ("the table comes before itself", &[], "/Prev TABLE"),
        ("lists within lists", &[(3, &deep)], ""),
        ("lists within lists in a page", &[(5, &deep_content)], ""),
    ];
    for (what, otherwise, trailer) in circles {
        ends(FileKind::Pdf, twisted(otherwise, trailer), what).await;
    }
    ends(FileKind::Pdf, twisted(&[(2, "<< /Type /Pages /Kids [4 0 R] /Count 2147483647 >>")], ""), "many pages").await;
    assert_eq!(text_of(FileKind::Pdf, pdf(&["noch da"])).await, Ok(Some("noch da".to_owned())), "the next file is read");
}
