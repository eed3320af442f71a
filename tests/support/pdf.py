"""PDF files made by hand."""

import zlib


def pdf(text: str, *further: bytes) -> bytes:
    """A PDF of one page with this text (Latin letters without parentheses), with `further` objects that nothing names."""
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        *further,
    ]
    file = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return file + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(file),
    )


def multiplying_pdf(text: str, times: int = 40) -> bytes:
    """A PDF of a few kilobytes that makes its reader hold gigabytes: the index of an object stream names one large object many times,
    and each time becomes an object of its own. Nothing that is unpacked is large."""
    index = b" ".join(b"%d 0" % number for number in range(1000, 1000 + times)) + b" "
    packed = zlib.compress(index + b"[" + b"[]" * 300_000 + b"]", 9)
    head = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>" % (times, len(index), len(packed))
    return pdf(text, head + b"\nstream\n" + packed + b"\nendstream")
