//! What a file is, by its content alone.

use crate::made::{archive, docx, office_open, open_document, pdf};
use domain::material::FileKind;
use files::{
    Spool, Unfit,
    text::{Extractor, Limits},
};

async fn kind_of(bytes: &[u8]) -> Result<FileKind, Unfit> {
    let mut spool = Spool::new(10_000_000).await.unwrap();
    for part in bytes.chunks(700) {
        spool.write(part).await.unwrap().unwrap();
    }
    spool.finish().await.unwrap().map(|received| received.kind)
}

#[tokio::test]
async fn every_kind_is_known_by_its_content() {
    for kind in [FileKind::Odt, FileKind::Ods, FileKind::Odp] {
        assert_eq!(kind_of(&open_document(kind.media_type(), "")).await, Ok(kind));
    }
    assert_eq!(kind_of(&pdf(&["Text"])).await, Ok(FileKind::Pdf));
    assert_eq!(kind_of(&docx("")).await, Ok(FileKind::Docx));
    assert_eq!(kind_of(&office_open(&[("xl/workbook.xml", "<w/>")])).await, Ok(FileKind::Xlsx));
    assert_eq!(kind_of(&office_open(&[("ppt/presentation.xml", "<p/>")])).await, Ok(FileKind::Pptx));
    assert_eq!(kind_of(b"\x89PNG\r\n\x1a\n....").await, Ok(FileKind::Png));
    assert_eq!(kind_of(b"\xff\xd8\xff\xe0.JFIF").await, Ok(FileKind::Jpeg));
    assert_eq!(kind_of(b"RIFF\0\0\0\0WEBPVP8 ").await, Ok(FileKind::Webp));
}

#[tokio::test]
async fn white_space_and_a_byte_order_mark_may_stand_before_the_header_of_a_pdf() {
    let after = |before: &[u8]| [before, &pdf(&["Text"])[..]].concat();
    let harmless: [&[u8]; 7] = [b" ", b"\r\n", b"\n\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n", b"\r\n\xef\xbb\xbf", &[b' '; 1_019]];
    for before in harmless {
        assert_eq!(kind_of(&after(before)).await, Ok(FileKind::Pdf), "{before:?}");
        assert_eq!(
            Extractor::InProcess(Limits::default()).read(FileKind::Pdf, after(before).into()).await,
            Ok(Some("Text".to_owned())),
            "{before:?}"
        );
    }
    let hidden: [&[u8]; 6] = [b"<script>alert(1)</script>\n", b"MZ\x90\0", b"#!/bin/sh\n", b"\xfe\xff", b"\xef\xbb\xbfx", &[b' '; 1_020]];
    for before in hidden {
        assert_eq!(kind_of(&after(before)).await, Err(Unfit::UnknownKind), "{before:?}");
    }
}

/// An OpenDocument text with these parts beside its content.
fn with_parts(parts: &[&str]) -> Vec<u8> {
    let own: [(&str, &[u8]); 2] = [("mimetype", FileKind::Odt.media_type().as_bytes()), ("content.xml", b"<o/>")];
    let further = parts.iter().map(|name| (*name, &b"<o/>"[..]));
    archive(&own.into_iter().chain(further).collect::<Vec<_>>())
}

#[tokio::test]
async fn the_list_of_a_library_without_modules_is_no_macro() {
    let saved_by_libre_office =
        with_parts(&["Basic/script-lc.xml", "Basic/Standard/script-lb.xml", "Configurations2/accelerator/current.xml"]);
    assert_eq!(kind_of(&saved_by_libre_office).await, Ok(FileKind::Odt));
}

#[tokio::test]
async fn what_could_run_or_hide_something_is_refused() {
    let macros = office_open(&[("word/document.xml", "<w/>"), ("word/vbaProject.bin", "x")]);
    let declared =
        archive(&[("[Content_Types].xml", b"application/vnd.ms-word.document.macroEnabled.main+xml"), ("word/document.xml", b"")]);
    let other_case =
        archive(&[("[Content_Types].xml", b"application/vnd.ms-word.document.MACROENABLED.main+xml"), ("word/document.xml", b"")]);
    let too_long = " ".repeat(1_000_000) + "application/vnd.ms-word.document.macroEnabled.main+xml";
    let far_away = archive(&[("[Content_Types].xml", too_long.as_bytes()), ("word/document.xml", b"")]);
    let basic = with_parts(&["Basic/script-lc.xml", "Basic/Standard/script-lb.xml", "Basic/Standard/Module1.xml"]);
    let python = with_parts(&["Scripts/python/makro.py"]);
    let files: [&[u8]; 15] = [
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        b"<?xml version=\"1.0\"?><svg/>",
        b"<!doctype html><script>alert(1)</script>",
        b"MZ\x90\0",
        b"\x7fELF",
        b"#!/bin/sh\n",
        b"GIF89a",
        b"PK\x03\x04",
        &macros,
        &declared,
        &other_case,
        &far_away,
        &basic,
        &python,
        &archive(&[("a.txt", b"Text")]),
    ];
    for file in files {
        assert_eq!(kind_of(file).await, Err(Unfit::UnknownKind), "{:?}", String::from_utf8_lossy(&file[..file.len().min(40)]));
    }
    let template = open_document("application/vnd.oasis.opendocument.text-master", "");
    assert_eq!(kind_of(&template).await, Err(Unfit::UnknownKind));
}

#[tokio::test]
async fn size_and_hash_are_those_of_all_bytes() {
    let mut spool = Spool::new(8).await.unwrap();
    spool.write(b"%PDF").await.unwrap().unwrap();
    spool.write(b"-1.4").await.unwrap().unwrap();
    let received = spool.finish().await.unwrap().unwrap();
    assert_eq!(received.size, 8);
    assert_eq!(received.sha256, "e16fa5d9b51928755db85b917f0297babaf22c7a47e97d9212adab56e61ba04e");
    let mut spool = Spool::new(7).await.unwrap();
    spool.write(b"%PDF").await.unwrap().unwrap();
    assert_eq!(spool.write(b"-1.4").await.unwrap(), Err(Unfit::TooLarge { most: 7 }));
    assert_eq!(kind_of(b"").await, Err(Unfit::Empty));
}
