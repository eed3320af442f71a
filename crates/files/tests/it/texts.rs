//! The text within files, broken and hostile ones among them.

use crate::made::{archive, docx, office_open, open_document, pdf};
use domain::material::FileKind;
use files::text::{Extractor, Limits, TextError};
use std::time::{Duration, Instant};

async fn text_of(kind: FileKind, bytes: Vec<u8>) -> Result<Option<String>, TextError> {
    Extractor::InProcess(Limits::default()).read(kind, bytes.into()).await
}

async fn words(kind: FileKind, bytes: Vec<u8>) -> String {
    text_of(kind, bytes).await.unwrap().unwrap()
}

#[tokio::test]
async fn the_text_of_a_pdf_is_that_of_all_its_pages() {
    let text = words(FileKind::Pdf, pdf(&["Der Sch\\374lerlotse hilft", "Zweite Seite"])).await;
    assert_eq!(text, "Der Schülerlotse hilft Zweite Seite");
}

#[tokio::test]
async fn the_text_of_office_files_keeps_words_whole_and_apart() {
    let body = "<text:p>Ein<text:span>e Ganz</text:span>tagsschule &amp; ein&#x20;Hort</text:p><text:h>Ende</text:h>";
    for kind in [FileKind::Odt, FileKind::Odp, FileKind::Ods] {
        assert_eq!(words(kind, open_document(kind.media_type(), body)).await, "Eine Ganztagsschule & ein Hort Ende");
    }
    let body = "<w:p><w:r><w:t>Bildungs</w:t></w:r><w:r><w:t>landschaft</w:t></w:r></w:p><w:p><w:t>Kita</w:t><w:tab/><w:t>Hort</w:t></w:p>";
    assert_eq!(words(FileKind::Docx, docx(body)).await, "Bildungslandschaft Kita Hort");
    let sheet = "<worksheet><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><t>im Blatt</t></is></c></worksheet>";
    let strings = "<sst><si><t>Eins</t></si><si><t>Zwei</t></si></sst>";
    let table = office_open(&[("xl/workbook.xml", ""), ("xl/sharedStrings.xml", strings), ("xl/worksheets/sheet1.xml", sheet)]);
    assert_eq!(words(FileKind::Xlsx, table).await, "Eins Zwei im Blatt");
    let slide = |text: &str| format!("<p:sld xmlns:a=\"a\" xmlns:p=\"p\"><a:p><a:t>{text}</a:t></a:p></p:sld>");
    let (two, ten) = (slide("zwei"), slide("zehn"));
    let slides = office_open(&[("ppt/presentation.xml", ""), ("ppt/slides/slide10.xml", &ten), ("ppt/slides/slide2.xml", &two)]);
    assert_eq!(words(FileKind::Pptx, slides).await, "zwei zehn");
    assert_eq!(text_of(FileKind::Png, b"\x89PNG".to_vec()).await, Ok(None));
}

#[tokio::test]
async fn a_word_document_has_its_headings_tables_boxes_and_notes_and_nothing_that_people_do_not_read() {
    let run = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let boxed = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", run(text));
    let body = [
        format!("<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Ziele</w:t></w:r></w:p>{}", run("Absatz")),
        format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", run("Zelle"), run("Nachbarzelle")),
        format!("<mc:AlternateContent><mc:Choice>{}</mc:Choice>", boxed("Kasten")),
        format!("<mc:Fallback>{}</mc:Fallback></mc:AlternateContent>", boxed("Kasten")),
        "<w:p><w:r><w:instrText> HYPERLINK geheim </w:instrText></w:r><w:del><w:r><w:delText>gestrichen</w:delText></w:r></w:del>"
            .to_owned(),
        "<w:moveFrom><w:r><w:t>verschoben</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>neu</w:t></w:r></w:ins>".to_owned(),
        "<wp:posOffset>417</wp:posOffset></w:p>".to_owned(),
    ];
    let document = format!("<w:document><w:body>{}</w:body></w:document>", body.concat());
    let (note, end, header, comment) = (run("Fußnote"), run("Endnote"), run("Kopfzeile"), run("Kommentar"));
    let file = office_open(&[
        ("word/comments.xml", &comment),
        ("word/document.xml", &document),
        ("word/endnotes.xml", &end),
        ("word/footer1.xml", &header),
        ("word/footnotes.xml", &note),
        ("word/header1.xml", &header),
    ]);
    assert_eq!(words(FileKind::Docx, file).await, "Ziele Absatz Zelle Nachbarzelle Kasten neu Endnote Fußnote");
}

#[tokio::test]
async fn an_open_document_has_its_notes_and_neither_comments_nor_what_was_deleted() {
    let body = "<office:automatic-styles><number:text>Format</number:text></office:automatic-styles>\
                <text:tracked-changes><text:p>gestrichen</text:p></text:tracked-changes><text:h>Ziele</text:h>\
                <text:p>Ganz<office:annotation><dc:creator>Jemand</dc:creator><text:p>Kommentar</text:p></office:annotation>tags\
                <text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Fußnote</text:p></text:note-body></text:note></text:p>\
                <draw:text-box><text:p>Kasten</text:p></draw:text-box>\
                <table:table-cell><text:p>Zelle</text:p></table:table-cell><presentation:notes><text:p>Notiz</text:p></presentation:notes>";
    for kind in [FileKind::Odt, FileKind::Ods, FileKind::Odp] {
        assert_eq!(words(kind, open_document(kind.media_type(), body)).await, "Ziele Ganztags Fußnote Kasten Zelle Notiz");
    }
}

#[tokio::test]
async fn slides_have_their_notes_and_graphics_and_sheets_the_texts_of_their_cells() {
    let slide = "<p:sld><a:p><a:r><a:t>Folie</a:t></a:r><a:fld type=\"slidenum\"><a:t>7</a:t></a:fld></a:p></p:sld>";
    let (notes, graphic) = ("<p:notes><a:p><a:t>Notiz</a:t></a:p></p:notes>", "<dgm:pt><a:p><a:t>Grafik</a:t></a:p></dgm:pt>");
    let slides = office_open(&[
        ("ppt/presentation.xml", ""),
        ("ppt/slides/slide1.xml", slide),
        ("ppt/diagrams/data1.xml", graphic),
        ("ppt/notesSlides/notesSlide1.xml", notes),
        ("ppt/slideMasters/slideMaster1.xml", "<a:p><a:t>Vorlage</a:t></a:p>"),
    ]);
    assert_eq!(words(FileKind::Pptx, slides).await, "Folie Grafik Notiz");
    let strings = "<sst><si><r><t>Plätze</t></r><r><t> frei</t></r><rPh><t>Aussprache</t></rPh></si></sst>";
    let sheet = "<worksheet><c><f>SUM(A1:A9)</f><v>9</v></c><headerFooter><oddHeader>Kopfzeile</oddHeader></headerFooter></worksheet>";
    let table = office_open(&[("xl/workbook.xml", ""), ("xl/sharedStrings.xml", strings), ("xl/worksheets/sheet1.xml", sheet)]);
    assert_eq!(words(FileKind::Xlsx, table).await, "Plätze frei");
}

#[tokio::test]
async fn broken_files_say_why_there_is_no_text() {
    let whole = pdf(&["Ein Text"]);
    let broken = [
        (FileKind::Pdf, b"%PDF-1.4\nnothing more".to_vec()),
        (FileKind::Docx, b"PK\x03\x04 and nothing more".to_vec()),
        (FileKind::Docx, archive(&[("word/other.xml", b"<a/>")])),
        (FileKind::Odt, open_document("x", "<text:p>Ein Text</text:p").into_iter().take(90).collect()),
        (FileKind::Docx, docx("<w:p a=></w:p><![CDATA[")),
        (FileKind::Docx, docx("<w:p>\u{fffd}</w:p>").into_iter().rev().collect()),
    ];
    for (kind, bytes) in broken {
        let outcome = text_of(kind, bytes.clone()).await;
        assert!(matches!(outcome, Err(TextError::Broken(_))), "{kind:?}: {outcome:?}");
    }
    // Cut and damaged at every place: whatever comes of it, it ends well.
    for cut in (9..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[cut] ^= 0x55;
        let _ = text_of(FileKind::Pdf, damaged).await;
        let _ = text_of(FileKind::Pdf, whole[..cut].to_vec()).await;
    }
}

#[tokio::test]
async fn bombs_are_stopped_by_size_and_by_ratio() {
    let many = vec![b' '; 30_000_000];
    let bomb = archive(&[("word/document.xml", &[b"<w:t>", &many[..], b"</w:t>"].concat())]);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert_eq!(text_of(FileKind::Docx, bomb.clone()).await, Err(TextError::TooLarge), "by ratio");
    let limits = Limits { unpacked: 20_000_000, ratio: u64::MAX, ..Limits::default() };
    assert_eq!(Extractor::InProcess(limits).read(FileKind::Docx, bomb.into()).await, Err(TextError::TooLarge), "by size");
    let slide = b"<x/>".repeat(225_000);
    let names: Vec<_> = (1..40).map(|number| format!("ppt/slides/slide{number}.xml")).collect();
    let slides: Vec<_> = names.iter().map(|name| (name.as_str(), &slide[..])).collect();
    assert_eq!(
        Extractor::InProcess(limits).read(FileKind::Pptx, archive(&slides).into()).await,
        Err(TextError::TooLarge),
        "all parts together"
    );
    let lols = "<!DOCTYPE a [<!ENTITY b \"lol\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><w:t>&c;&c;</w:t>";
    let multiplied = archive(&[("word/document.xml", lols.as_bytes())]);
    assert_eq!(words(FileKind::Docx, multiplied).await, "", "entities are not multiplied");
}

#[tokio::test]
async fn a_file_that_takes_too_long_is_left_to_itself() {
    let body = "<w:p><w:t>x</w:t></w:p>".repeat(400_000);
    let limits = Limits { time: Duration::from_millis(1), ratio: u64::MAX, ..Limits::default() };
    let began = Instant::now();
    assert_eq!(Extractor::InProcess(limits).read(FileKind::Docx, docx(&body).into()).await, Err(TextError::TooLong));
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(words(FileKind::Docx, docx("<w:p><w:t>noch da</w:t></w:p>")).await, "noch da");
}
