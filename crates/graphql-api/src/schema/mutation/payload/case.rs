//! What mutations of a case and its files answer with.

use crate::schema::types::practice_case::PracticeCase;
use async_graphql::ID;

payloads! {
    /// What came of beginning a case.
    CreatePracticeCasePayload {
        /// The new draft.
        practice_case: PracticeCase
    }
    /// What came of handing a case in.
    SubmitPracticeCasePayload {
        /// The case, whose working copy is handed in.
        practice_case: PracticeCase
    }
    /// What came of publishing a case.
    PublishPracticeCasePayload {
        /// The published case.
        practice_case: PracticeCase
    }
    /// What came of archiving a case.
    ArchivePracticeCasePayload {
        /// The archived case.
        practice_case: PracticeCase
    }
    /// What came of erasing a case.
    ErasePracticeCasePayload {
        /// The id of the case that is no more.
        erased_id: ID
    }
    /// What came of putting a file on a case.
    AddMaterialPayload {
        /// The case, with its working copy as it is now.
        practice_case: PracticeCase
    }
}
