//! A form with a file (`multipart/form-data`): its fields are read first, its file as it comes.

use crate::{
    errors,
    errors::PageError,
    fields::Fields,
    form_token::{self, Brings, FORM_LIMIT},
    origin,
    visitor::Visitor,
    website::Website,
};
use axum::{
    body::{Body, BodyDataStream, Bytes},
    extract::{FromRequest, FromRequestParts, Request},
    response::Response,
};
use domain::ErrorCode;
use futures_util::{Stream, StreamExt};
use http::{HeaderMap, header::CONTENT_TYPE};
use multer::{Field, Multipart};
use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
};

/// How many times the largest file is read of what is too large, and thrown away: browsers show an answer only when they have sent everything.
const MOST_READ: u64 = 4;

/// A body is given to the parser in pieces of so many bytes at most, however large the chunks are that it comes in.
const PIECE: usize = 16 * 1024;

/// The parser takes a piece or two more for each field, of which a form has a few, before it has looked at what it holds. These may be of the file.
const READ_AHEAD: usize = 64 * PIECE;

/// A form with at most one file, sent from one of our own pages by this visitor. The file is the last field; what comes behind it is not read.
pub(crate) struct FileForm {
    fields: Fields,
    file: Option<Field<'static>>,
    source: Source,
}

impl FileForm {
    /// Reads the fields up to the file, of which `most` bytes may be read.
    async fn read(headers: &HeaderMap, body: Body, most: u64) -> Result<Self, ErrorCode> {
        let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let boundary = multer::parse_boundary(kind).map_err(|_| ErrorCode::UnsupportedMediaType)?;
        let source = Source::new(body);
        let mut parts = Multipart::new(source.clone(), boundary);
        let (mut pairs, mut file, mut size) = (Vec::new(), None, 0);
        while let Some(part) = parts.next_field().await.map_err(|error| source.code(&error))? {
            if part.file_name().is_some() {
                source.allow(most);
                file = Some(part);
                break;
            }
            let name = part.name().unwrap_or_default().to_owned();
            let text = part.text().await.map_err(|error| source.code(&error))?;
            size += name.len() + text.len();
            if size > FORM_LIMIT {
                return Err(ErrorCode::PayloadTooLarge);
            }
            pairs.push((name, text));
        }
        Ok(Self { fields: Fields::from(pairs), file, source })
    }

    /// The name and the content of the file, if one was chosen and not taken yet.
    pub(crate) fn take_file(&mut self) -> Option<(String, Body)> {
        let file = self.file.take()?;
        // Browsers send the field without a name where nobody chose a file.
        let name = file.file_name().filter(|name| !name.is_empty())?.to_owned();
        Some((name, Body::from_stream(file)))
    }

    /// The fields, once everything else has come as well, which is thrown away.
    pub(crate) async fn finish(mut self) -> Fields {
        while let Some(Ok(_)) = self.source.next().await {}
        self.fields
    }
}

impl FromRequest<Arc<Website>> for FileForm {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Arc<Website>) -> Result<Self, Self::Rejection> {
        let (mut parts, body) = request.into_parts();
        let Ok(visitor) = Visitor::from_request_parts(&mut parts, site).await;
        let refuse = |error: PageError| errors::page(site, &visitor.viewer, error, None);
        let needs_token = form_token::is_needed(&parts.headers);
        if needs_token {
            origin::check(&parts.headers, &site.options.public_url).map_err(refuse)?;
        }
        let most = site.options.network.settings.file_bytes.saturating_mul(MOST_READ);
        let form = Self::read(&parts.headers, body, most).await.map_err(|code| refuse(code.into()))?;
        if needs_token && let Some(refusal) = form_token::refusal(site, &visitor, parts.uri.path(), &form.fields, Brings::File) {
            form.finish().await;
            return Err(refusal);
        }
        Ok(form)
    }
}

/// The body of a request up to a limit, chunk by chunk, in the time that uploads have. What takes the form apart reads one end of it; the rest can
/// be read when that is gone.
#[derive(Clone)]
struct Source(Arc<Mutex<Flow>>);

struct Flow {
    body: BodyDataStream,
    /// What has come of the body and was not handed out yet.
    rest: Bytes,
    /// How many bytes may still be read.
    left: u64,
    /// Whether a piece was handed out that is to be looked at first.
    is_halted: bool,
}

impl Source {
    /// One that gives little more than a form without a file may have.
    fn new(body: Body) -> Self {
        let body = graphql_api::in_upload_time(body).into_data_stream();
        let left = (FORM_LIMIT + READ_AHEAD) as u64;
        Self(Arc::new(Mutex::new(Flow { body, rest: Bytes::new(), left, is_halted: false })))
    }

    fn flow(&self) -> MutexGuard<'_, Flow> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets so many further bytes through.
    fn allow(&self, bytes: u64) {
        self.flow().left = bytes;
    }

    /// Why a form could not be taken apart.
    fn code(&self, error: &multer::Error) -> ErrorCode {
        if graphql_api::is_too_slow(error) {
            ErrorCode::RequestTimeout
        } else if self.flow().left == 0 {
            ErrorCode::PayloadTooLarge
        } else {
            ErrorCode::BadRequest
        }
    }
}

impl Stream for Source {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut flow = self.flow();
        // The parser takes all that it can get before it looks at any of it; this way it looks at one piece at a time, and what is read of a file
        // lies in memory no longer than that.
        if std::mem::take(&mut flow.is_halted) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if flow.left == 0 {
            return Poll::Ready(None);
        }
        if flow.rest.is_empty() {
            match ready!(flow.body.poll_next_unpin(context)) {
                Some(Ok(bytes)) => flow.rest = bytes,
                end => return Poll::Ready(end),
            }
        }
        let size = flow.rest.len().min(PIECE);
        flow.left = flow.left.saturating_sub(size as u64);
        flow.is_halted = true;
        Poll::Ready(Some(Ok(flow.rest.split_to(size))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;
    use std::convert::Infallible;

    /// A form of which each chunk is ready at once, as from a network that is faster than we are.
    async fn read(chunks: Vec<Vec<u8>>, most: u64) -> Result<FileForm, ErrorCode> {
        let headers = [(CONTENT_TYPE, "multipart/form-data; boundary=x".parse().unwrap())].into_iter().collect();
        let chunks = chunks.into_iter().map(|chunk| Ok::<_, Infallible>(Bytes::from(chunk)));
        FileForm::read(&headers, Body::from_stream(stream::iter(chunks)), most).await
    }

    fn part(head: &str, content: &[u8]) -> Vec<u8> {
        [format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(), content, b"\r\n"].concat()
    }

    #[tokio::test]
    async fn fields_are_read_and_the_file_comes_whole_behind_them() {
        let file = vec![7_u8; FORM_LIMIT * 3];
        let form =
            [part("name=\"titel\"", "Übung".as_bytes()), part("name=\"datei\"; filename=\"Plan – 1.pdf\"", &file), b"--x--\r\n".to_vec()];
        let chunks = form.concat().chunks(1_000).map(<[u8]>::to_vec).collect();
        let mut form = read(chunks, 10_000_000).await.unwrap();
        let (name, body) = form.take_file().unwrap();
        assert_eq!((name.as_str(), axum::body::to_bytes(body, usize::MAX).await.unwrap().len()), ("Plan – 1.pdf", file.len()));
        assert!(form.take_file().is_none());
        assert_eq!(form.finish().await.get("titel"), "Übung");
    }

    /// As from a fast network: with the few fields before it much of the file has come already.
    #[tokio::test]
    async fn a_file_comes_whole_in_the_largest_chunks_behind_several_fields() {
        let file = vec![7_u8; FORM_LIMIT * 20];
        let fields =
            ["formular", "fall", "titel", "bildbeschreibung", "lizenz"].map(|name| part(&format!("name=\"{name}\""), b"a")).concat();
        let form = [fields, part("name=\"datei\"; filename=\"a.pdf\"", &file), b"--x--\r\n".to_vec()];
        let chunks = form.concat().chunks(FORM_LIMIT).map(<[u8]>::to_vec).collect();
        let mut form = read(chunks, file.len() as u64 * 2).await.unwrap();
        let (_, body) = form.take_file().unwrap();
        assert_eq!(axum::body::to_bytes(body, usize::MAX).await.unwrap().len(), file.len());
        assert_eq!(form.finish().await.get("lizenz"), "a");
    }

    #[tokio::test]
    async fn without_a_chosen_file_there_is_none() {
        for rest in [part("name=\"datei\"; filename=\"\"", b""), Vec::new()] {
            let mut form = read(vec![part("name=\"titel\"", b"a"), rest, b"--x--\r\n".to_vec()], 1_000).await.unwrap();
            assert!(form.take_file().is_none());
            assert_eq!(form.finish().await.get("titel"), "a");
        }
    }

    #[tokio::test]
    async fn what_has_no_end_is_not_read_without_one() {
        let endless = || vec![vec![b'a'; 10_000]; 400];
        let heads = ["", "--x\r\nX-Head: ", "--x\r\nContent-Disposition: form-data; name=\"titel\"\r\n\r\n"];
        for head in heads {
            let chunks = [vec![head.as_bytes().to_vec()], endless()].concat();
            assert_eq!(read(chunks, 1_000_000).await.err(), Some(ErrorCode::PayloadTooLarge), "{head}");
        }
        let file = part("name=\"datei\"; filename=\"a.pdf\"", b"");
        let mut form = read([vec![file[..file.len() - 2].to_vec()], endless()].concat(), 50_000).await.unwrap();
        let (_, body) = form.take_file().unwrap();
        assert!(axum::body::to_bytes(body, usize::MAX).await.is_err(), "it breaks off");
        let source = form.source.clone();
        form.finish().await;
        assert_eq!(source.flow().left, 0, "and the rest is left where it is");
    }

    #[tokio::test]
    async fn a_form_that_breaks_off_or_is_none_is_told_from_one_that_is_too_large() {
        assert_eq!(read(vec![part("name=\"titel\"", b"a")], 1_000).await.err(), Some(ErrorCode::BadRequest));
        let headers = [(CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap())].into_iter().collect();
        let none = FileForm::read(&headers, Body::from("a=b"), 1_000).await;
        assert_eq!(none.err(), Some(ErrorCode::UnsupportedMediaType));
    }
}
