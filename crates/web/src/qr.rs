//! QR codes as SVG, drawn here so that no page needs a picture from elsewhere.

use qrcode::{Color, QrCode};
use std::fmt::Write;

/// The light margin that readers need, in modules (ISO/IEC 18004).
const MARGIN: usize = 4;

/// The QR code of a text as an SVG element; nothing if the text is too long for one.
pub(crate) fn svg(text: &str) -> String {
    let Ok(code) = QrCode::new(text.as_bytes()) else { return String::new() };
    let side = code.width() + 2 * MARGIN;
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(code.width()).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                let _ = write!(path, "M{} {}h{}v1h-{}z", column + MARGIN, row + MARGIN, run.len(), run.len());
            }
            column += run.len();
        }
    }
    format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" width=\"240\" height=\"240\" role=\"img\" aria-label=\"QR-Code für die \
         Authentifizierungs-App\" shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" \
         fill=\"#000\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_finder_patterns_within_its_margin() {
        let svg = svg("otpauth://totp/Wissensnetz:a%40example%2Eorg?secret=ABCD&issuer=Wissensnetz");
        // The upper edges of the two upper finder patterns: seven dark modules each.
        assert!(svg.contains("d=\"M4 4h7v1h-7z"), "{svg}");
        assert!(!svg.contains("style=") && svg.starts_with("<svg") && svg.ends_with("</svg>"));
        assert_eq!(super::svg(&"x".repeat(4000)), "");
    }
}
