//! What kinds of files there are.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A kind of file that a case may have. Everything else is refused: SVG and HTML, because they run scripts where they are shown;
/// programs and archives, because nobody can look into them before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// OpenDocument text, without macros.
    Odt,
    /// OpenDocument spreadsheet, without macros.
    Ods,
    /// OpenDocument presentation, without macros.
    Odp,
    /// Office Open XML text, without macros.
    Docx,
    /// Office Open XML spreadsheet, without macros.
    Xlsx,
    /// Office Open XML presentation, without macros.
    Pptx,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    Webp,
}

impl FileKind {
    /// All kinds.
    pub const ALL: &'static [Self] =
        &[Self::Pdf, Self::Odt, Self::Ods, Self::Odp, Self::Docx, Self::Xlsx, Self::Pptx, Self::Png, Self::Jpeg, Self::Webp];

    /// What the kinds are called where somebody is told which there are.
    pub const EXPECTED: &'static str = "eine PDF-, ODT-, ODS-, ODP-, DOCX-, XLSX-, PPTX-, PNG-, JPEG- oder WebP-Datei";

    /// The kind as databases and exports write it, and the end of its files' names.
    pub fn key(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Odp => "odp",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.key() == key)
    }

    /// The kind whose files' names end like this, whatever the case: `PDF`, `jpeg`.
    pub fn from_extension(extension: &str) -> Option<Self> {
        let lower = extension.to_ascii_lowercase();
        if lower == "jpeg" { Some(Self::Jpeg) } else { Self::from_key(&lower) }
    }

    /// The media type (RFC 6838) that it is sent with.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Odt => "OpenDocument-Text",
            Self::Ods => "OpenDocument-Tabelle",
            Self::Odp => "OpenDocument-Präsentation",
            Self::Docx => "Word-Dokument",
            Self::Xlsx => "Excel-Tabelle",
            Self::Pptx => "PowerPoint-Präsentation",
            Self::Png => "PNG-Bild",
            Self::Jpeg => "JPEG-Bild",
            Self::Webp => "WebP-Bild",
        }
    }

    /// Whether it is a picture, which needs an alternative text.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Webp)
    }
}

impl Serialize for FileKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for FileKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        Self::from_key(&key).ok_or_else(|| serde::de::Error::custom("an unknown kind of file"))
    }
}
