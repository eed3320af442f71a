//! Mails written into a folder, one file each, for the demo and for looking at.

mod stored;

pub use stored::{StoredMail, StoredMailContent};

use crate::{
    compose::compose,
    mail::Mail,
    postmark::Postmark,
    sender::Sender,
    transport::{MailTransport, Receipt, SendError, Threshold},
};
use async_trait::async_trait;
use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

/// How many mails a listing shows at most, the newest.
const MAX_LISTED: usize = 500;

/// The folder of mails, or a mail in it, cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The file system refuses.
    #[error("cannot read {}", path.display())]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The file holds no message.
    #[error("{} is no mail", path.display())]
    NoMail {
        /// The file.
        path: PathBuf,
    },
}

/// Writes each mail as a file `<time>-<Message-ID>.eml` that any mail program opens.
///
/// Names sort by the time the mails were written. A mail that is sent again takes the place of the file it left before.
#[derive(Debug, Clone)]
pub struct FilesTransport {
    dir: PathBuf,
    sender: Sender,
    postmark: Postmark,
}

impl FilesTransport {
    /// Writes into this folder, which is created with the first mail.
    pub fn new(dir: impl Into<PathBuf>, sender: Sender) -> Self {
        Self { dir: dir.into(), sender, postmark: Postmark::default() }
    }

    /// The same, with what the instance puts on every mail. A file keeps no return path.
    #[must_use]
    pub fn marked(self, postmark: Postmark) -> Self {
        Self { postmark, ..self }
    }

    /// The mails in the folder, the newest first, at most 500. A file that holds no mail is left out; no folder is no mails.
    pub fn list(&self) -> Result<Vec<StoredMail>, FilesError> {
        let mut ids = self.ids()?;
        ids.sort_unstable_by(|one, other| other.cmp(one));
        ids.truncate(MAX_LISTED);
        // A file that vanishes meanwhile is no reason to show none.
        Ok(ids.into_iter().filter_map(|id| stored::summary(&id, &fs::read(self.path(&id)).ok()?)).collect())
    }

    /// One mail by the id that [`Self::list`] gave; `None` if there is none of that id.
    pub fn read(&self, id: &str) -> Result<Option<StoredMailContent>, FilesError> {
        // Ids come from links: nothing but a name in this folder may be read.
        if !id.chars().all(fits_name) {
            return Ok(None);
        }
        let path = self.path(id);
        match fs::read(&path) {
            Ok(bytes) => stored::content(&bytes).map(Some).ok_or(FilesError::NoMail { path }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(FilesError::Io { path, source }),
        }
    }

    fn ids(&self) -> Result<Vec<String>, FilesError> {
        let failed = |source| FilesError::Io { path: self.dir.clone(), source };
        let entries = match fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut ids = Vec::new();
        for entry in entries {
            let name = entry.map_err(failed)?.file_name();
            let id = name.to_str().and_then(|name| name.strip_suffix(".eml"));
            ids.extend(id.filter(|id| id.chars().all(fits_name)).map(String::from));
        }
        Ok(ids)
    }

    fn path(&self, id: &str) -> PathBuf {
        self.dir.join(format!("{id}.eml"))
    }
}

fn fits_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// The name of the mail's file without its ending.
fn id_of(mail: &Mail) -> String {
    let local = mail.message_id.trim_start_matches('<').split('@').next().unwrap_or_default();
    let name: String = local.chars().filter(|&c| fits_name(c)).take(100).collect();
    format!("{}-{name}", mail.created_at.format("%Y%m%dT%H%M%S%6fZ"))
}

/// Writes the file whole or not at all: readers never see half a mail, and after a crash there is none.
fn write_file(dir: &Path, id: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let unfinished = dir.join(format!(".{id}.tmp"));
    let mut file = fs::File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(unfinished, dir.join(format!("{id}.eml")))
}

/// Runs what touches the file system where it may take its time.
async fn blocking(dir: PathBuf, work: impl FnOnce(&Path) -> io::Result<()> + Send + 'static) -> Result<(), SendError> {
    let name = dir.display().to_string();
    let done = tokio::task::spawn_blocking(move || work(&dir)).await;
    done.map_err(io::Error::other)
        .flatten()
        .map_err(|error| SendError::Unreachable { reason: format!("the folder {name}: {error}"), uncertain: false })
}

#[async_trait]
impl MailTransport for FilesTransport {
    async fn hand_over(&self, mail: &Mail, _threshold: &dyn Threshold) -> Result<Receipt, SendError> {
        let text = compose(mail, &self.sender, &self.postmark)?.text;
        let id = id_of(mail);
        let reply = format!("250 {id}.eml");
        blocking(self.dir.clone(), move |dir| write_file(dir, &id, text.as_bytes())).await?;
        Ok(Receipt { reply })
    }

    async fn ready(&self) -> Result<(), SendError> {
        blocking(self.dir.clone(), |dir| {
            fs::create_dir_all(dir)?;
            if fs::metadata(dir)?.permissions().readonly() { Err(io::Error::from(io::ErrorKind::ReadOnlyFilesystem)) } else { Ok(()) }
        })
        .await
    }

    fn name(&self) -> &'static str {
        "files"
    }
}
