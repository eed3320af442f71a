//! Bytes as people and databases write them.

/// The bytes in hexadecimal digits, two for each, in lower case.
pub fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let halves = [byte >> 4, byte & 0x0f];
        text.extend(halves.map(|half| char::from(DIGITS[usize::from(half)])));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_two_digits() {
        assert_eq!(hexadecimal(&[0x00, 0x0a, 0xc4, 0xff]), "000ac4ff");
        assert_eq!(hexadecimal(&[]), "");
    }
}
