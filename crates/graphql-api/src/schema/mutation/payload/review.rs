//! What mutations of a case's review and its yearly confirmation answer with.

use crate::schema::types::{practice_case::PracticeCase, review_comment::ReviewComment};

payloads! {
    /// What came of claiming a review.
    ClaimReviewPayload {
        /// The case, which the viewer reviews from now on.
        practice_case: PracticeCase
    }
    /// What came of letting a review go.
    ReleaseReviewPayload {
        /// The case, which others may claim again.
        practice_case: PracticeCase
    }
    /// What came of handing a review over.
    HandOverReviewPayload {
        /// The case, which the colleague reviews from now on.
        practice_case: PracticeCase
    }
    /// What came of freeing a review.
    FreeReviewPayload {
        /// The case, which others may claim again.
        practice_case: PracticeCase
    }
    /// What came of giving a case back.
    RequestChangesPayload {
        /// The case, whose working copy was given back.
        practice_case: PracticeCase
    }
    /// What came of taking a submission back.
    WithdrawSubmissionPayload {
        /// The case, whose working copy is a draft again.
        practice_case: PracticeCase
    }
    /// What came of confirming a case.
    ConfirmPracticeCasePayload {
        /// The case, confirmed for another year.
        practice_case: PracticeCase
    }
    /// What came of confirming a case by the link in a mail.
    ConfirmPracticeCaseByLinkPayload {
        /// The case as everybody sees it, confirmed for another year.
        practice_case: PracticeCase
    }
    /// What came of writing a comment.
    AddReviewCommentPayload {
        /// The comment.
        review_comment: ReviewComment
    }
    /// What came of marking a comment.
    ResolveReviewCommentPayload {
        /// The comment as it is now.
        review_comment: ReviewComment
    }
}
