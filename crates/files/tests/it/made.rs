//! Files made by hand.

use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A PDF of one page for each text, with a right table of references.
pub(crate) fn pdf(pages: &[&str]) -> Vec<u8> {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    let kids: Vec<_> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    objects.push(format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()));
    objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned());
    for (page, text) in pages.iter().enumerate() {
        let content = format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET");
        let resources = "/Resources << /Font << /F1 3 0 R >> >>";
        objects.push(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} /Contents {} 0 R >>", 5 + 2 * page));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    pdf_of(&objects, "")
}

/// A PDF of these objects, of which the first is its catalogue, with a right table of references; `TABLE` in the trailer's further entries
/// is where that table begins.
pub(crate) fn pdf_of(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let trailer = trailer.replace("TABLE", &table.to_string());
    file.extend(format!("trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).bytes());
    file
}

/// A PDF of less than a megabyte that makes its reader hold gigabytes: the index of an object stream names one large object many times, and
/// each time becomes an object of its own. Nothing that is unpacked is large.
pub(crate) fn multiplying_pdf() -> Vec<u8> {
    let index = (1000..1040).map(|number| format!("{number} 0 ")).collect::<Vec<_>>().concat();
    let content = format!("{index}[{}]", "[]".repeat(300_000));
    let dictionary = format!("<< /Type /ObjStm /N 40 /First {} /Length {} >>", index.len(), content.len());
    let stream = format!("{dictionary}\nstream\n{content}\nendstream");
    pdf_of(&["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), "<< /Type /Pages /Kids [] /Count 0 >>".to_owned(), stream], "")
}

/// An archive of these parts.
pub(crate) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An OpenDocument file with this declared type and body.
pub(crate) fn open_document(media_type: &str, body: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:text=\"t\"><office:body>{body}</office:body></office:document-content>"
    );
    archive(&[("mimetype", media_type.as_bytes()), ("content.xml", content.as_bytes()), ("META-INF/manifest.xml", b"<m/>")])
}

/// An Office Open XML file with these parts.
pub(crate) fn office_open(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut all: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", b"<Types/>"), ("_rels/.rels", b"<Relationships/>")];
    all.extend(parts.iter().map(|(name, content)| (*name, content.as_bytes())));
    archive(&all)
}

/// A Word document with this body.
pub(crate) fn docx(body: &str) -> Vec<u8> {
    office_open(&[("word/document.xml", &format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"))])
}
