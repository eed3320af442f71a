//! Pages that are made from the code are compared with it.
//!
//! `UPDATE_DOCS=1 cargo nextest run -p domain --test it` writes them anew.

use domain::{
    ErrorCode,
    permission::{Action, Relation, Role, allows},
    vocabulary,
};
use std::{fmt::Write, fs, path::PathBuf};

fn project_file(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn assert_page(path: &str, expected: &str) {
    let file = project_file(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, expected).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(written == expected, "{path} is not what the code says; UPDATE_DOCS=1 writes it anew");
}

#[test]
fn the_page_of_error_codes_is_the_table_in_the_code() {
    let mut page = String::from(
        "# Error codes\n\nMade from `crates/domain/src/error_code.rs`; a test compares the two. Codes are never renamed and the list is closed.\n\n\
         In an answer of the API a code stands in `errors[].extensions.code` (the request could not be answered, or not wholly) or in\n\
         `userErrors[].code` of a mutation's payload (the mutation was refused). Messages are German and for people.\n\n\
         | code | HTTP status of an answer that has nothing else | meaning | German message |\n|---|---|---|---|\n",
    );
    for code in ErrorCode::ALL {
        writeln!(page, "| `{}` | {} | {} | {} |", code.as_str(), code.http_status(), code.meaning(), code.message()).unwrap();
    }
    assert_page("docs/errors.md", &page);
}

#[test]
fn the_page_of_permissions_is_the_table_in_the_code() {
    let mut page = String::from(
        "# Who may do what\n\nMade from `crates/domain/src/permission/table.rs`; a test compares the two.\n\n\
         *own*: a case that the account began, or of its municipality. *advised*: one of a municipality that the account advises.\n\
         What is both may be treated as either: one of the two that allows something is enough.\n\
         *all*: any case that the account may see. Everybody, signed in or not,\n\
         reads what is published or archived. Drafts of cases that are public already are seen by those who may read what was submitted; a draft that was put into the archive before it ever was public stays a draft.\n\
         So do, of a case that was handed in, the revisions from before that and those from between a withdrawal and the next submission.\n\
         TeachSearch (change synonym groups, read what searches did not find), PreviewMails (see mails with made-up data) and\n\
         LookAfterMail (what digests would hold, what became of mails, addresses that get none, a test mail to oneself) are about no case.\n\n\
         SeeMembers (who the people of a municipality are) and ManageMembers (invite, give roles up to coordinator, disable, reset a lost second\n\
         factor, name deputies, say which mail domains may register) are about a municipality: *own* is the account's.\n\
         SetFocusAreas (say what it works on) is, too. ManageAgency is ManageMembers for the agency's people.\n\
         A deputy has the rights of a coordinator from the first to the last moment of the deputation; where coordinators must have a second\n\
         factor, once they have one. Who stands in names no deputies, gives no role above their own, and neither disables nor enables coordinators,\n\
         changes their role or resets their second factor. Nobody raises their own role, and the last coordinator of a municipality and\n\
         the last administrator stay until there is another. ReadAuditLog is about everything.\n\n\
         Whoever may publish still does not publish a text that they had a hand in (began, handed in, or edited since), of whatever role they\n\
         are and however else they stand to the case; nor what somebody else has claimed to review. Review: claim, release, hand over,\n\
         give back. FreeReview: end somebody else's claim.\n\n\
         TakePart (read, ask and answer questions to the network) is about no case. CloseRequest is about a question: *own* is one that the account\n\
         or somebody of its municipality asked.\n\n",
    );
    let name = |action: &Action| format!("{action:?}");
    writeln!(page, "| role | {} |", Action::ALL.iter().map(name).collect::<Vec<_>>().join(" | ")).unwrap();
    writeln!(page, "|---|{}", "---|".repeat(Action::ALL.len())).unwrap();
    for role in Role::ALL {
        let cell = |action: &Action| match [Relation::Own, Relation::Advised, Relation::Foreign]
            .map(|relation| allows(*role, *action, relation))
        {
            [_, _, true] => "all",
            [true, true, false] => "own, advised",
            [true, false, false] => "own",
            [false, true, false] => "advised",
            [false, false, false] => "–",
        };
        writeln!(page, "| {} | {} |", role.key(), Action::ALL.iter().map(cell).collect::<Vec<_>>().join(" | ")).unwrap();
    }
    assert_page("docs/permissions.md", &page);
}

#[test]
fn the_page_of_vocabularies_is_what_the_code_has() {
    let mut page = String::from(
        "# Vocabularies\n\nMade from `crates/domain/src/vocabulary/`; a test compares the two. The key is the value in the API, in imports and exports.\n",
    );
    for vocabulary in vocabulary::all() {
        write!(page, "\n## {} ({})\n\n| key | label | synonyms |\n|---|---|---|\n", vocabulary.name, vocabulary.label).unwrap();
        for term in &vocabulary.terms {
            writeln!(page, "| `{}` | {} | {} |", term.key, term.label, term.synonyms.join(", ")).unwrap();
        }
    }
    assert_page("docs/vocabularies.md", &page);
}

#[test]
fn the_architecture_names_every_crate() {
    let page = fs::read_to_string(project_file("docs/architecture.md")).unwrap();
    for entry in fs::read_dir(project_file("crates")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(page.contains(&format!("| `{name}` |")), "docs/architecture.md does not name the crate {name}");
    }
}
