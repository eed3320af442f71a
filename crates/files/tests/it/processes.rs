//! A process for every file: whatever becomes of it is an outcome, and whoever asked goes on.

use crate::made::{docx, multiplying_pdf, pdf};
use domain::material::FileKind;
use files::text::{Extractor, Program, TextError};
use std::{
    path::Path,
    time::{Duration, Instant},
};
use tempfile::TempDir;

fn program(path: &str, arguments: &[&str], time: Duration) -> Extractor {
    let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    let environment = vec![("GIVEN".to_owned(), "here".to_owned())];
    Extractor::Program(Program { path: path.into(), arguments, environment, time })
}

/// The process that reads files, as it is.
fn reader() -> Extractor {
    program(env!("CARGO_BIN_EXE_extract-text"), &[], Duration::from_mins(1))
}

/// A process that does what a script says, instead of reading the file.
fn script(text: &str, time: Duration) -> Extractor {
    program("/bin/sh", &["-c", text], time)
}

async fn outcome_of(text: &str) -> Result<Option<String>, TextError> {
    script(text, Duration::from_secs(20)).read(FileKind::Pdf, pdf(&["Text"]).into()).await
}

#[tokio::test]
async fn a_process_says_of_a_file_what_this_one_would() {
    let reader = reader();
    assert_eq!(
        reader.read(FileKind::Pdf, pdf(&["Der Sch\\374lerlotse hilft"]).into()).await,
        Ok(Some("Der Schülerlotse hilft".to_owned()))
    );
    let long = docx(&"<w:p><w:t>Bildungslandschaft</w:t></w:p>".repeat(21_500));
    let text = reader.read(FileKind::Docx, long.into()).await.unwrap().unwrap();
    assert!(text.len() > 390_000 && text.split(' ').all(|word| word == "Bildungslandschaft"), "{}", text.len());
    let broken = reader.read(FileKind::Docx, b"PK\x03\x04 and nothing more".to_vec().into()).await;
    assert!(matches!(broken, Err(TextError::Broken(_))), "{broken:?}");
    // More than a pipe holds, of which nobody reads a byte before it ends.
    let large = [b"%PDF-1.4\n".to_vec(), vec![b' '; 5_000_000]].concat();
    let broken = reader.read(FileKind::Pdf, large.into()).await;
    assert!(matches!(broken, Err(TextError::Broken(_))), "{broken:?}");
    assert_eq!(reader.read(FileKind::Png, b"\x89PNG".to_vec().into()).await, Ok(None));
}

#[tokio::test]
async fn a_file_that_takes_all_memory_takes_that_of_its_process_alone() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let bomb = multiplying_pdf();
    assert!(bomb.len() < 1_000_000, "{}", bomb.len());
    let outcome = reader().read(FileKind::Pdf, bomb.into()).await;
    assert!(matches!(&outcome, Err(TextError::Failed(reason)) if reason.starts_with("signal")), "{outcome:?}");
    assert_eq!(reader().read(FileKind::Pdf, pdf(&["noch da"]).into()).await, Ok(Some("noch da".to_owned())));
}

#[tokio::test]
async fn how_a_process_ends_tells_a_broken_file_from_a_reader_that_is_not_to_be_had() {
    for text in ["kill -SEGV $$", "kill -ABRT $$", "kill -KILL $$", "exit 3", "printf nonsense", "exec yes"] {
        let outcome = outcome_of(&format!("printf 'ready\\n'; {text}")).await;
        assert!(matches!(outcome, Err(TextError::Failed(_))), "{text}: {outcome:?}");
    }
    assert_eq!(outcome_of("printf 'ready\\n'; kill -XCPU $$").await, Err(TextError::TooLong));
    for text in ["printf 'ready\\n'; kill -TERM $$", "printf 'ready\\n'; kill -INT $$", "exit 0", "exit 2", "kill -SEGV $$"] {
        let error = outcome_of(text).await.unwrap_err();
        assert!(matches!(error, TextError::NoReader(_)) && error.is_passing(), "{text}: {error:?}");
    }
    let missing = program("/nowhere/wissensnetz", &[], Duration::from_secs(20));
    let error = missing.read(FileKind::Pdf, pdf(&["Text"]).into()).await.unwrap_err();
    assert!(matches!(error, TextError::NoReader(_)) && error.is_passing(), "{error:?}");
}

#[tokio::test]
async fn a_process_that_hangs_is_ended() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("pid");
    let began = Instant::now();
    let hangs = script(&format!("printf 'ready\\n'; echo $$ > '{}'; exec sleep 60", file.display()), Duration::from_secs(2));
    assert_eq!(hangs.read(FileKind::Pdf, pdf(&["Text"]).into()).await, Err(TextError::TooLong));
    assert!(began.elapsed() < Duration::from_secs(20));
    assert!(!is_alive(&file));
}

#[tokio::test]
async fn a_process_that_nobody_waits_for_any_more_is_ended() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("pid");
    let hangs = script(&format!("printf 'ready\\n'; echo $$ > '{}'; exec sleep 60", file.display()), Duration::from_secs(50));
    let reading = tokio::spawn(async move { hangs.read(FileKind::Pdf, pdf(&["Text"]).into()).await });
    while !std::fs::read_to_string(&file).is_ok_and(|text| text.ends_with('\n')) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    reading.abort();
    while is_alive(&file) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_process_has_nothing_of_our_environment() {
    let text = outcome_of("printf 'ready\\ntext\\n'; env").await.unwrap().unwrap();
    assert!(text.contains("GIVEN=here") && !text.contains("CARGO") && !text.contains("HOME="), "{text}");
}

/// Whether the process whose id stands in this file is there.
fn is_alive(file: &Path) -> bool {
    let pid = std::fs::read_to_string(file).unwrap().trim().parse().unwrap();
    rustix::process::test_kill_process(rustix::process::Pid::from_raw(pid).unwrap()).is_ok()
}
