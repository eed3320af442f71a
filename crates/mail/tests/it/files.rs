//! Mails as files.

use crate::fixtures::{confirmation, digest, sender, written_at};
use chrono::TimeDelta;
use mail::{FilesTransport, MailTransport, SendError};

fn transport(dir: &tempfile::TempDir) -> FilesTransport {
    FilesTransport::new(dir.path().join("mails"), sender())
}

#[tokio::test]
async fn mails_are_listed_the_newest_first() {
    let dir = tempfile::tempdir().unwrap();
    let transport = transport(&dir);
    assert!(transport.list().unwrap().is_empty(), "no folder is no mails");
    transport.ready().await.unwrap();
    let mut earlier = digest();
    earlier.created_at = written_at() - TimeDelta::microseconds(1);
    transport.send(&confirmation()).await.unwrap();
    transport.send(&earlier).await.unwrap();
    let listed = transport.list().unwrap();
    let subjects: Vec<_> = listed.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, [confirmation().subject, digest().subject]);
    assert_eq!(listed[0].to, "bildungsbuero@landkreis.example.org");
    assert_eq!(listed[0].date.unwrap().to_rfc3339(), "2026-12-01T06:00:00+00:00");
    assert_eq!(listed[0].id, "20261201T060000123456Z-confirmation.0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f");
}

#[tokio::test]
async fn a_mail_is_read_back_whole() {
    let dir = tempfile::tempdir().unwrap();
    let transport = transport(&dir);
    transport.send(&digest()).await.unwrap();
    let id = transport.list().unwrap().remove(0).id;
    let content = transport.read(&id).unwrap().unwrap();
    assert_eq!(content.subject, digest().subject);
    assert_eq!(content.from, "Wissensnetz für Kommunen <post@wissensnetz.example.org>");
    assert_eq!(content.to, "bildungsbuero@landkreis.example.org");
    assert_eq!(content.text.replace("\r\n", "\n").trim_end(), digest().text.trim_end());
    assert_eq!(content.html.replace("\r\n", "\n").trim_end(), digest().html.trim_end());
    let one_click = ("List-Unsubscribe-Post".to_owned(), "List-Unsubscribe=One-Click".to_owned());
    assert!(content.headers.contains(&one_click), "{:?}", content.headers);
    assert!(content.headers.iter().all(|(_, value)| !value.contains(['\r', '\n'])));
}

#[tokio::test]
async fn a_mail_sent_again_is_one_file() {
    let dir = tempfile::tempdir().unwrap();
    let transport = transport(&dir);
    let first = transport.send(&digest()).await.unwrap();
    assert_eq!(transport.send(&digest()).await.unwrap(), first);
    assert_eq!(std::fs::read_dir(dir.path().join("mails")).unwrap().count(), 1, "nothing unfinished stays behind");
}

#[tokio::test]
async fn nothing_outside_the_folder_can_be_read() {
    let dir = tempfile::tempdir().unwrap();
    let transport = transport(&dir);
    transport.send(&digest()).await.unwrap();
    std::fs::write(dir.path().join("geheim.eml"), "Subject: geheim\r\n\r\nx").unwrap();
    std::fs::create_dir(dir.path().join("mails/unten")).unwrap();
    for id in ["../geheim", "..", ".", "", "geheim", "/etc/passwd", "unten/../../geheim", "ä"] {
        assert_eq!(transport.read(id).unwrap(), None, "{id}");
    }
}

#[tokio::test]
async fn files_that_are_no_mails_are_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let transport = transport(&dir);
    transport.send(&digest()).await.unwrap();
    std::fs::write(dir.path().join("mails/empty.eml"), "").unwrap();
    std::fs::write(dir.path().join("mails/.half.tmp"), "x").unwrap();
    std::fs::write(dir.path().join("mails/note.txt"), "x").unwrap();
    assert_eq!(transport.list().unwrap().len(), 1);
    assert!(transport.read("empty").is_err());
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_no_fault_of_the_mail() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("mails"), "a file is in the way").unwrap();
    let transport = transport(&dir);
    for error in [transport.send(&digest()).await.unwrap_err(), transport.ready().await.unwrap_err()] {
        assert!(matches!(error, SendError::Unreachable { uncertain: false, .. }), "{error:?}");
        assert!(error.to_string().contains("mails") && !error.is_permanent(), "{error}");
    }
    assert!(transport.list().is_err());
}
